package s3

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"

	"interlaken/fault"
)

// Staged is an object version on its way: a file that is being written and that no record names yet. It is an
// io.Writer for one goroutine. Whoever made it calls Discard when it is done with it, whatever happened: a version
// that was put stays, any other is removed.
type Staged struct {
	files  *files
	name   string
	file   *os.File
	buffer *bufio.Writer
	size   int64
	limit  int64
	digest *digest

	err    error // why nothing can be put; reported by Close and by the operation that was to put it
	closed bool
	kept   bool
}

// stage begins a file. A failure is kept in it.
func (f *files) stage(d *digest) *Staged {
	s := &Staged{files: f, name: f.ids.UUID(), limit: f.maxBytes, digest: d}
	file, err := os.OpenFile(f.path(s.name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		s.err = broken(err)
		return s
	}
	s.file, s.buffer = file, bufio.NewWriterSize(file, 256<<10)
	return s
}

// link makes a further name for the bytes of a version, which never change, so that a copy costs no bytes. Where the
// file system has no such names, or no more of them, the bytes are copied.
func (f *files) link(source object) *Staged {
	s := &Staged{files: f, name: f.ids.UUID(), size: source.Size, digest: &digest{known: source.ETag}, closed: true}
	if err := os.Link(f.path(source.File), f.path(s.name)); err != nil {
		return f.duplicate(source)
	}
	s.err = f.syncFolder(filepath.Dir(f.path(s.name)))
	return s
}

func (f *files) duplicate(source object) *Staged {
	s := f.stage(newDigest(""))
	s.limit, s.digest.known = source.Size, source.ETag
	from := f.open(source.File, 0, source.Size)
	n, err := io.Copy(s, from)
	if err == nil && n != source.Size {
		err = fault.New(fault.Internal, "An object is shorter than it was.")
	}
	s.fail(err)
	s.fail(from.Close())
	s.fail(s.Close())
	return s
}

// Write appends to the file. A full disk and an object that is too large are errors that Close reports as well.
func (s *Staged) Write(p []byte) (int, error) {
	if s.err == nil && s.closed {
		s.err = fault.New(fault.Internal, "A staged object was written to after it had been closed.")
	}
	if s.err == nil && s.size+int64(len(p)) > s.limit {
		s.err = tooLarge(s.limit)
	}
	if s.err != nil {
		return 0, s.err
	}
	n, err := s.buffer.Write(p)
	s.size += int64(n)
	s.digest.Write(p[:n])
	if err != nil {
		s.err = broken(err)
	}
	return n, s.err
}

// Size is how many bytes were written.
func (s *Staged) Size() int64 { return s.size }

// MD5 is the digest of what was written, 16 bytes.
func (s *Staged) MD5() []byte { return s.digest.md5.Sum(nil) }

// etag is the entity tag of the bytes without quotes: the MD5 in hexadecimal, or what the source of a copy had.
func (s *Staged) etag() string {
	if s.digest.known != "" {
		return s.digest.known
	}
	return hex.EncodeToString(s.MD5())
}

// Close makes what was written durable and read-only. It may be called again.
func (s *Staged) Close() error {
	if s.closed || s.err != nil {
		return s.err
	}
	s.closed = true
	s.err = s.seal()
	return s.err
}

func (s *Staged) seal() error {
	err := s.buffer.Flush()
	if err == nil && !s.files.volatile {
		err = s.file.Sync()
	}
	if err == nil {
		err = s.file.Chmod(0o400)
	}
	if closing := s.file.Close(); err == nil {
		err = closing
	}
	s.file, s.buffer = nil, nil
	if err != nil {
		return broken(err)
	}
	return s.files.syncFolder(filepath.Dir(s.files.path(s.name)))
}

// Discard removes the file unless a committed transaction has put it.
func (s *Staged) Discard() {
	if s == nil || s.kept {
		return
	}
	if s.file != nil {
		_ = s.file.Close()
		s.file = nil
	}
	s.closed, s.kept = true, true
	if s.err == nil {
		s.err = fault.New(fault.Internal, "A staged object was used after it had been discarded.")
	}
	s.files.remove(s.name)
}

// fail keeps the reason why a body could not be staged, so that the operation reports it and its event has it.
func (s *Staged) fail(err error) {
	if s.err == nil && err != nil {
		s.err = err
	}
}

// receive stages a request's body. length is what was announced, -1 if nothing was.
func (f *files) receive(ctx context.Context, from io.Reader, length int64, d *digest) *Staged {
	s := f.stage(d)
	switch {
	case length < 0:
		s.fail(fault.New("MissingContentLength", "You must provide the Content-Length HTTP header."))
	case length > f.maxBytes:
		s.fail(tooLarge(f.maxBytes))
	}
	if s.err == nil {
		_, err := io.Copy(s, from)
		s.fail(readFault(ctx, err))
		if s.size != length {
			s.fail(incomplete(nil))
		}
		s.fail(d.verify())
	}
	s.fail(s.Close())
	return s
}

// readFault says why a body could not be read. A fault is the signature's or checksum's verdict; everything else is
// a connection that broke.
func readFault(ctx context.Context, err error) error {
	var known *fault.Error
	switch {
	case err == nil || errors.As(err, &known):
		return err
	case ctx.Err() != nil:
		return fault.Wrap(err, fault.Cancelled, "The request was given up by its caller.")
	}
	return incomplete(err)
}

func incomplete(cause error) error {
	return fault.Wrap(cause, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header")
}

func tooLarge(limit int64) error {
	return fault.New("EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size of %d bytes", limit)
}
