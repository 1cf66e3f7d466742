package check

import (
	"io/fs"
	"path"
	"strings"

	"interlaken/fault"
)

// MaxBytes is the longest file that is read: no statement of Athena's is longer than 262,144 bytes.
const MaxBytes = 16 << 20

// Text is the text of a file, without the mark that some editors put at its head.
func Text(file []byte) string { return strings.TrimPrefix(string(file), "\ufeff") }

// Read reads the files of a file system that end in .sql, in the order of their names. A file's folder is the one it
// is in.
func Read(fsys fs.FS) ([]File, error) {
	var files []File
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.EqualFold(path.Ext(name), ".sql") {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Size() > MaxBytes {
			return fault.New(fault.Validation, "%s is longer than %d bytes", name, MaxBytes)
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		files = append(files, File{Name: name, Folder: path.Dir(name), Text: Text(text)})
		return nil
	})
	return files, err
}
