package athena

import (
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/engine"
	"interlaken/fault"
	"interlaken/sql/hive"
)

// The libraries by which Hive reads rows.
const (
	lazySimple = hive.LazySimple
	openCSV    = hive.OpenCSV
	parquet    = hive.Parquet
	openXJSON  = hive.OpenXJSON
	hiveJSON   = hive.JSON
	regex      = hive.Regex
	cloudTrail = hive.CloudTrail
)

// format says how the files are read, by their SerDe (Athena User Guide, "Supported SerDes and data formats").
func (d *definition) format(t *engine.Table) error {
	serde, parameters := "", map[string]string{}
	if s := d.table.StorageDescriptor.SerdeInfo; s != nil {
		serde, parameters = aws.ToString(s.SerializationLibrary), s.Parameters
	}
	t.Format = engine.CSV
	switch serde {
	case parquet:
		t.Format = engine.Parquet
	case openXJSON, hiveJSON:
		t.Format = engine.JSON
		t.Text.SkipMalformed = strings.EqualFold(parameters["ignore.malformed.json"], "true")
	case cloudTrail:
		t.Format, t.Text.Records = engine.JSON, "Records"
	case lazySimple:
		t.Text = engine.Text{
			Delimiter: delimiterOf(parameters), Plain: true, Escape: parameters["escape.delim"], Null: parameters["serialization.null.format"],
			Separators: []string{orElse(parameters["collection.delim"], parameters["colelction.delim"]), parameters["mapkey.delim"]},
		}
	case openCSV:
		t.Text = engine.Text{
			Delimiter: orElse(parameters["separatorChar"], ","), Quote: orElse(parameters["quoteChar"], `"`), Escape: orElse(parameters["escapeChar"], `\`), Strict: true,
		}
	case regex:
		pattern := parameters["input.regex"]
		if pattern == "" {
			return fault.New("HIVE_INVALID_METADATA", "Table '%s.%s' has no input.regex", t.Schema, t.Name)
		}
		if strings.EqualFold(parameters["input.regex.case.insensitive"], "true") {
			pattern = "(?i)" + pattern
		}
		t.Text = engine.Text{Pattern: pattern}
	default:
		return fault.New("NOT_SUPPORTED", "Table '%s.%s' cannot be read: the SerDe %s is not supported", t.Schema, t.Name, orElse(serde, "(none)"))
	}
	return d.headerLines(t)
}

// headerLines reads how many lines at the beginning of each file are no rows.
func (d *definition) headerLines(t *engine.Table) error {
	text := d.table.Parameters["skip.header.line.count"]
	if text == "" || t.Format != engine.CSV {
		return nil
	}
	lines, err := strconv.Atoi(text)
	if err != nil || lines < 0 {
		return fault.New("HIVE_INVALID_METADATA", "Invalid value for skip.header.line.count property: %s", text)
	}
	t.Text.SkipLines = lines
	return nil
}

// keyOf is the member of a JSON object that holds a column, where it has another name (Athena User Guide, "OpenX JSON
// SerDe": mapping, dots.in.keys).
func (d *definition) keyOf(column string) string {
	if d.iceberg != nil {
		return ""
	}
	s := d.table.StorageDescriptor.SerdeInfo
	if s == nil || aws.ToString(s.SerializationLibrary) != openXJSON {
		return ""
	}
	if key := s.Parameters["mapping."+column]; key != "" {
		return key
	}
	if strings.EqualFold(s.Parameters["dots.in.keys"], "true") {
		return strings.ReplaceAll(column, "_", ".")
	}
	return ""
}

// delimiterOf is what stands between the fields of LazySimpleSerDe.
func delimiterOf(parameters map[string]string) string {
	delimiter := orElse(parameters["field.delim"], parameters["serialization.format"])
	if delimiter == "" || delimiter == "1" { // Hive's spelling of its default
		return "\x01"
	}
	return delimiter
}
