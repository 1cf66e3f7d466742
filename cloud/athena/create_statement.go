package athena

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"
)

// createStatement prints the statement that makes a table, a line a row, as Hive lays it out.
func createStatement(t *glue.Table) []string {
	lines := []string{"CREATE EXTERNAL TABLE `" + aws.ToString(t.DatabaseName) + "." + aws.ToString(t.Name) + "`("}
	lines = append(lines, columnLines(t.StorageDescriptor.Columns)...)
	if comment := cmp.Or(t.Parameters["comment"], aws.ToString(t.Description)); comment != "" {
		lines = append(lines, "COMMENT "+hiveText(comment))
	}
	if len(t.PartitionKeys) > 0 {
		lines = append(append(lines, "PARTITIONED BY ( "), columnLines(t.PartitionKeys)...)
	}
	s := t.StorageDescriptor
	if s.SerdeInfo != nil {
		lines = append(lines, "ROW FORMAT SERDE ", "  "+hiveText(aws.ToString(s.SerdeInfo.SerializationLibrary))+" ")
		if len(s.SerdeInfo.Parameters) > 0 {
			lines = append(append(lines, "WITH SERDEPROPERTIES ( "), propertyLines(s.SerdeInfo.Parameters)...)
		}
	}
	lines = append(lines, "STORED AS INPUTFORMAT ", "  "+hiveText(aws.ToString(s.InputFormat))+" ", "OUTPUTFORMAT ", "  "+hiveText(aws.ToString(s.OutputFormat)),
		"LOCATION", "  "+hiveText(aws.ToString(s.Location)))
	parameters := maps.Clone(t.Parameters)
	delete(parameters, "EXTERNAL")
	delete(parameters, "comment")
	if len(parameters) > 0 {
		lines = append(append(lines, "TBLPROPERTIES ("), propertyLines(parameters)...)
	}
	return lines
}

func columnLines(columns []glue.Column) []string {
	lines := make([]string, len(columns))
	for i, c := range columns {
		lines[i] = "  `" + aws.ToString(c.Name) + "` " + aws.ToString(c.Type)
		if comment := aws.ToString(c.Comment); comment != "" {
			lines[i] += " COMMENT " + hiveText(comment)
		}
		lines[i] += separator(i, len(columns))
	}
	return lines
}

func propertyLines(properties map[string]string) []string {
	var lines []string
	for i, name := range slices.Sorted(maps.Keys(properties)) {
		lines = append(lines, "  "+hiveText(name)+"="+hiveText(properties[name])+separator(i, len(properties)))
	}
	return lines
}

// separator ends an element of a list on lines of their own.
func separator(i, of int) string {
	if i == of-1 {
		return ")"
	}
	return ", "
}

// hiveText is a string of Hive's, on one line.
func hiveText(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\x01", `\u0001`).Replace(text) + "'"
}
