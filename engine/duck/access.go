package duck

import (
	jsonformat "encoding/json"
	"errors"
	"strconv"
	"strings"
)

// access is a read of a file as DuckDB logs it; one of no bytes stands for what else it does with files.
type access struct {
	path            string
	bytes, position int64
}

var errLog = errors.New("duck: the log has another shape than expected")

// parseAccess takes an entry of the log apart:
//
//	{"fs":"LocalFileSystem","path":"/a","op":"READ","bytes":"8","pos":"231672079"}
//
// A quote inside of the path is written with a backslash, so that what parts the members cannot occur in it.
func parseAccess(entry string) (access, error) {
	_, rest, ok := strings.Cut(entry, `"path":`)
	path, rest, ok2 := strings.Cut(rest, `,"op":"`)
	if !ok || !ok2 {
		return access{}, errLog
	}
	operation, rest, _ := strings.Cut(rest, `"`)
	if operation != "READ" {
		return access{}, nil
	}
	rest, ok = strings.CutPrefix(rest, `,"bytes":"`)
	size, rest, ok2 := strings.Cut(rest, `","pos":"`)
	position, ok3 := strings.CutSuffix(rest, `"}`)
	if !ok || !ok2 || !ok3 {
		return access{}, errLog
	}
	var a access
	var err1, err2, err3 error
	a.bytes, err1 = strconv.ParseInt(size, 10, 64)
	a.position, err2 = strconv.ParseInt(position, 10, 64)
	if plain := strings.Trim(path, `"`); len(plain) == len(path)-2 && !strings.Contains(plain, `\`) {
		a.path = plain
	} else {
		err3 = jsonformat.Unmarshal([]byte(path), &a.path)
	}
	if err := errors.Join(err1, err2, err3); err != nil {
		return access{}, errors.Join(errLog, err)
	}
	return a, nil
}
