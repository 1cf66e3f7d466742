package duck

import (
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
	switch {
	case t.Format == engine.JSON:
		return json(t, compression, withPath)
	case t.Text.Pattern != "":
		return matched(t, compression, withPath)
	case t.Text.Plain && t.Text.Escape != "":
		return escaped(t, compression, withPath)
	}
	return csv(t, compression, withPath)
}

// compressions are the readers' words for what an ending says.
var compressions = map[string]string{"": "none", ".gz": "gzip", ".zst": "zstd"}

func orElse(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return value
}
