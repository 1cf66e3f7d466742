package iceberg

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"path"
	"sync"
	"time"

	iceio "github.com/apache/iceberg-go/io"

	"interlaken/fault"
)

// store is Files as iceberg-go wants them, for one table of one statement. Files are small and are read whole, once: what
// was decoded first is what is planned with. It is safe for concurrent use.
type store struct {
	ctx    context.Context
	files  Files
	limits Limits

	mutex   sync.Mutex
	content map[string][]byte
	total   int64
	failed  error // the first failure of the port, which iceberg-go wraps
}

func newStore(ctx context.Context, files Files, limits Limits) *store {
	return &store{ctx: ctx, files: files, limits: limits.withDefaults(), content: map[string][]byte{}}
}

// Open implements iceio.IO.
func (s *store) Open(name string) (iceio.File, error) {
	content, err := s.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return &memoryFile{Reader: bytes.NewReader(content), name: name}, nil
}

// ReadFile implements iceio.ReadFileIO.
func (s *store) ReadFile(name string) ([]byte, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if content, ok := s.content[name]; ok {
		return content, nil
	}
	content, err := s.read(name)
	if err != nil {
		s.failed = errors.Join(s.failed, err)
		return nil, err
	}
	s.content[name] = content
	return content, nil
}

func (s *store) read(name string) ([]byte, error) {
	file, err := s.files.Open(s.ctx, name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	most := min(s.limits.FileBytes, s.limits.TotalBytes-s.total)
	content, err := io.ReadAll(io.LimitReader(file, most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(content)) > most {
		return nil, fault.New(TooLarge, "The metadata file %s is too large: more than %d bytes", name, most)
	}
	s.total += int64(len(content))
	return content, nil
}

// Create implements iceio.WriteFileIO.
func (s *store) Create(name string) (iceio.FileWriter, error) {
	file, err := s.files.Create(name)
	if err != nil {
		return nil, err
	}
	return fileWriter{file}, nil
}

// WriteFile implements iceio.WriteFileIO.
func (s *store) WriteFile(name string, content []byte) error {
	file, err := s.files.Create(name)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return errors.Join(err, file.Close())
}

// Remove implements iceio.IO. Nothing that this package does removes a file: what a statement made is let go of by its
// caller.
func (s *store) Remove(string) error {
	return fault.New(fault.Internal, "Files of a table are not removed here.")
}

// explain is the reason why iceberg-go failed: the port's own where it has one, else that the metadata is not right.
func (s *store) explain(err error, name string) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	var known *fault.Error
	switch {
	case err == nil:
		return nil
	case s.failed != nil:
		return s.failed
	case errors.As(err, &known):
		return err
	}
	return fault.Wrap(err, InvalidMetadata, "The metadata of table %s cannot be read", name)
}

// memoryFile is a file that has been read.
type memoryFile struct {
	*bytes.Reader
	name string
}

func (f *memoryFile) Close() error               { return nil }
func (f *memoryFile) Stat() (fs.FileInfo, error) { return fileInfo{f}, nil }

type fileInfo struct{ file *memoryFile }

func (i fileInfo) Name() string       { return path.Base(i.file.name) }
func (i fileInfo) Size() int64        { return i.file.Reader.Size() }
func (i fileInfo) Mode() fs.FileMode  { return 0o400 }
func (i fileInfo) ModTime() time.Time { return time.Time{} }
func (i fileInfo) IsDir() bool        { return false }
func (i fileInfo) Sys() any           { return nil }

type fileWriter struct{ io.WriteCloser }

func (w fileWriter) ReadFrom(r io.Reader) (int64, error) { return io.Copy(w.WriteCloser, r) }
