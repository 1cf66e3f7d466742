package duck

import (
	"errors"
	"testing"
)

func TestParseAccess(t *testing.T) {
	for entry, want := range map[string]access{
		`{"fs":"LocalFileSystem","path":"/a b.parquet","op":"READ","bytes":"8","pos":"231672079"}`:                               {"/a b.parquet", 8, 231672079},
		`{"fs":"LocalFileSystem","path":"/a b.parquet","op":"OPEN"}`:                                                             {},
		`{"fs":"LocalFileSystem","path":"/tmp/x","op":"WRITE","bytes":"8","pos":"1"}`:                                            {},
		`{"fs":"LocalFileSystem","path":"/\",\"op\":\"READ\",\"bytes\":\"9\",\"pos\":\"1\"}","op":"READ","bytes":"1","pos":"2"}`: {`/","op":"READ","bytes":"9","pos":"1"}`, 1, 2},
		`{"fs":"LocalFileSystem","path":"/back\\slash\u0001\"","op":"READ","bytes":"9223372036854775807","pos":"0"}`:             {"/back\\slash\x01\"", 9223372036854775807, 0},
	} {
		if got, err := parseAccess(entry); err != nil || got != want {
			t.Errorf("%s: %+v, %v", entry, got, err)
		}
	}
	for _, bad := range []string{
		"", "READ", `{"fs":"x","path":"/a"}`, `{"path":"/a","op":"READ"}`, `{"path":"/a","op":"READ","bytes":"","pos":"1"}`,
		`{"path":"/a","op":"READ","bytes":"1","pos":"1","more":"1"}`, `{"path":"/a\q","op":"READ","bytes":"1","pos":"1"}`,
		`{"path":"/a","op":"READ","bytes":"9223372036854775808","pos":"0"}`,
	} {
		got, err := parseAccess(bad)
		if !errors.Is(err, errLog) {
			t.Errorf("%s: %+v, %v", bad, got, err)
		}
	}
}
