package duck

import (
	"fmt"
	"path"
	"strings"

	"interlaken/engine"
	"interlaken/fault"
)

// group is the files of a table that are compressed in one way.
type group struct {
	compression string // as the object's name says: "", ".gz", ".zst"
	files       []engine.File
}

// byCompression sorts files by the ending of their public name, which is what Athena goes by.
func byCompression(files []engine.File) ([]group, error) {
	var groups []group
	at := map[string]int{}
	for _, f := range files {
		ending := strings.ToLower(path.Ext(f.Display))
		switch ending {
		case ".gz", ".zst":
		case ".bz2", ".snappy", ".lz4", ".lzo", ".deflate":
			return nil, fault.New(fault.Unsupported, "The engine does not read %s, because of its compression.", f.Display)
		default:
			ending = ""
		}
		i, ok := at[ending]
		if !ok {
			i = len(groups)
			at[ending] = i
			groups = append(groups, group{compression: ending})
		}
		groups[i].files = append(groups[i].files, f)
	}
	return groups, nil
}

// text prints the scan of delimited or JSON files.
func text(t engine.Table, compression string, withPath bool) string {
	if t.Format == engine.CSV {
		return csv(t, compression, withPath)
	}
	return json(t, compression, withPath)
}

// csv prints the scan of delimited files. Every column is read as text and cast: what does not fit is NULL, a row
// that is too short ends in NULLs (Hive's LazySimpleSerDe).
func csv(t engine.Table, compression string, withPath bool) string {
	var columns []string
	for _, c := range t.Columns {
		columns = append(columns, literal(c.Name)+": 'VARCHAR'")
	}
	options := []string{
		"auto_detect = false", "header = false", "null_padding = true", "strict_mode = false",
		fmt.Sprintf("skip = %d", t.Text.SkipLines),
		"delim = " + literal(orElse(t.Text.Delimiter, ",")),
		"quote = " + literal(orElse(t.Text.Quote, `"`)),
		"escape = " + literal(orElse(t.Text.Escape, orElse(t.Text.Quote, `"`))),
		"nullstr = " + literal(orElse(t.Text.Null, `\N`)),
		"compression = " + literal(map[string]string{"": "none", ".gz": "gzip", ".zst": "zstd"}[compression]),
		"columns = {" + strings.Join(columns, ", ") + "}",
	}
	if len(t.Partitions) > 0 {
		options = append(options, "filename = "+literal(strings.Trim(fileColumn, `"`)))
	}
	return selection(t, withPath, func(c engine.Column) string {
		if isText(c.Type) {
			return "f." + ident(c.Name)
		}
		return "TRY_CAST(f." + ident(c.Name) + " AS " + c.Type + ")"
	}) + " FROM read_csv(" + paths(t.Files) + ", " + strings.Join(options, ", ") + ") AS f"
}

// json prints the scan of files with one JSON object a line. The key of a column is looked up as declared and,
// where that is missing, whatever its case, because Athena's SerDes do so and DuckDB's reader does not.
func json(t engine.Table, compression string, withPath bool) string {
	options := "compression = " + literal(map[string]string{"": "uncompressed", ".gz": "gzip", ".zst": "zstd"}[compression])
	if len(t.Partitions) > 0 {
		options += ", filename = " + literal(strings.Trim(fileColumn, `"`))
	}
	return selection(t, withPath, func(c engine.Column) string {
		extract := "json_extract"
		if isText(c.Type) {
			extract = "json_extract_string"
		}
		key := "list_filter(json_keys(f.json), lambda k: lower(k) = " + literal(strings.ToLower(c.Name)) + ")[1]"
		value := "coalesce(" + extract + "(f.json, " + literal("/"+pointer(c.Name)) + "), " +
			extract + "(f.json, '/' || replace(replace(" + key + ", '~', '~0'), '/', '~1')))"
		if isText(c.Type) {
			return value
		}
		return "TRY_CAST(" + value + " AS " + c.Type + ")"
	}) + " FROM read_ndjson_objects(" + paths(t.Files) + ", " + options + ") AS f"
}

// pointer escapes a key for a JSON pointer (RFC 6901, section 3).
func pointer(key string) string {
	return strings.ReplaceAll(strings.ReplaceAll(key, "~", "~0"), "/", "~1")
}

func isText(t string) bool {
	return strings.HasPrefix(strings.ToUpper(t), "VARCHAR") && !strings.Contains(t, "[")
}

func orElse(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}
