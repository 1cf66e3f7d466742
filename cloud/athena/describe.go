package athena

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/sql/ast"
)

// padded is a value in a column of Hive's listings, twenty characters wide.
func padded(text string) string { return fmt.Sprintf("%-20s", text) }

// line is a row of a listing in columns, parted by tabs.
func line(values ...string) string {
	for i := range values {
		values[i] = padded(values[i])
	}
	return strings.Join(values, "\t")
}

// describe is DESCRIBE (Athena User Guide, "DESCRIBE" and "DESCRIBE VIEW").
func (k *catalog) describe(s *ast.Describe) (*listing, error) {
	n, err := k.e.resolve(s.Name)
	if err != nil {
		return nil, err
	}
	t, err := k.table(n)
	if err != nil {
		return nil, err
	}
	out := listed("col_name", "data_type", "comment")
	columns := tableColumns(t)
	switch {
	case s.Column != nil:
		at := placeOf(columns, s.Column.Parts[0])
		if at < 0 {
			return nil, semantic(10002, "Invalid column reference %s", s.Column.Key())
		}
		if len(s.Column.Parts) > 1 {
			return nil, semantic(10004, "DESCRIBE of a field in a column is not supported: %s", s.Column.Key())
		}
		columns = columns[at : at+1]
	case s.Partition != nil:
		if _, err := partitionValues(t, s.Partition); err != nil {
			return nil, err
		}
	}
	for _, c := range columns {
		out.add(columnLine(c))
	}
	if len(t.PartitionKeys) > 0 && s.Column == nil {
		out.add("\t \t ", line("# Partition Information", "", ""), line("# col_name", "data_type", "comment"), "\t \t ")
		for _, c := range t.PartitionKeys {
			out.add(columnLine(c))
		}
	}
	if s.Extended || s.Formatted {
		out.add(details(t)...)
	}
	return out, nil
}

func columnLine(c glue.Column) string {
	return line(aws.ToString(c.Name), aws.ToString(c.Type), aws.ToString(c.Comment))
}

// details is what DESCRIBE EXTENDED and FORMATTED add: where and how the table lies.
func details(t *glue.Table) []string {
	lines := []string{
		"\t \t ", line("# Detailed Table Information", "", ""),
		line("Database:", aws.ToString(t.DatabaseName), ""), line("Owner:", aws.ToString(t.Owner), ""),
	}
	if t.CreateTime != nil {
		lines = append(lines, line("CreateTime:", t.CreateTime.UTC().Format("Mon Jan 02 15:04:05 UTC 2006"), ""))
	}
	s := t.StorageDescriptor
	if s != nil {
		lines = append(lines, line("Location:", aws.ToString(s.Location), ""))
	}
	lines = append(lines, line("Table Type:", aws.ToString(t.TableType), ""), line("Table Parameters:", "", ""))
	for _, name := range slices.Sorted(maps.Keys(t.Parameters)) {
		lines = append(lines, line("", name, t.Parameters[name]))
	}
	if s == nil {
		return lines
	}
	lines = append(lines, "\t \t ", line("# Storage Information", "", ""))
	if s.SerdeInfo != nil {
		lines = append(lines, line("SerDe Library:", aws.ToString(s.SerdeInfo.SerializationLibrary), ""))
	}
	lines = append(lines, line("InputFormat:", aws.ToString(s.InputFormat), ""), line("OutputFormat:", aws.ToString(s.OutputFormat), ""))
	if s.SerdeInfo != nil && len(s.SerdeInfo.Parameters) > 0 {
		lines = append(lines, line("Storage Desc Params:", "", ""))
		for _, name := range slices.Sorted(maps.Keys(s.SerdeInfo.Parameters)) {
			lines = append(lines, line("", name, s.SerdeInfo.Parameters[name]))
		}
	}
	return lines
}
