package secret

import (
	"bufio"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A sealed stream is a magic word, a random salt, and chunks of plain text under AES-256-GCM, each but the last of
// chunkBytes. The stream's key is derived from the root, the stream's name and the salt, so that no two streams share
// one; a chunk's nonce is its number and whether it is the last, so that none can be moved, left out or added (the
// STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
const (
	streamMagic = "ILKNSTR1"
	saltBytes   = 32
	chunkBytes  = 256 << 10
	gcmTag      = 16
)

var errStream = errors.New("sealed stream: it does not open with this key, or is not whole")

// SealStream returns a writer that seals what is written to it into w. The stream is whole once Close has returned; it
// does not close w. It opens under the same root and name only.
func SealStream(w io.Writer, root RootKey, name string) (io.WriteCloser, error) {
	salt := make([]byte, saltBytes)
	if _, err := rand.Read(salt); err != nil {
		return nil, fmt.Errorf("sealed stream: %w", err)
	}
	if _, err := w.Write(append([]byte(streamMagic), salt...)); err != nil {
		return nil, err
	}
	return &sealing{out: w, aead: streamCipher(root, name, salt), plain: make([]byte, 0, chunkBytes)}, nil
}

func streamCipher(root RootKey, name string, salt []byte) cipher.AEAD {
	key := root.Derive("stream\x00" + name + "\x00" + string(salt))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(fmt.Sprintf("secret: %v", err)) // only for wrong key lengths
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(fmt.Sprintf("secret: %v", err))
	}
	return aead
}

// nonce is a chunk's: its number, and 1 behind it for the last.
func nonce(number uint64, last bool) []byte {
	n := make([]byte, 12)
	binary.BigEndian.PutUint64(n[3:], number)
	if last {
		n[11] = 1
	}
	return n
}

type sealing struct {
	out    io.Writer
	aead   cipher.AEAD
	plain  []byte
	sealed []byte
	number uint64
}

func (s *sealing) Write(p []byte) (n int, err error) {
	for n < len(p) {
		if len(s.plain) == chunkBytes { // more follows, so this one is not the last
			if err := s.chunk(false); err != nil {
				return n, err
			}
		}
		take := min(len(p)-n, chunkBytes-len(s.plain))
		s.plain = append(s.plain, p[n:n+take]...)
		n += take
	}
	return n, nil
}

func (s *sealing) Close() error { return s.chunk(true) }

func (s *sealing) chunk(last bool) error {
	s.sealed = s.aead.Seal(s.sealed[:0], nonce(s.number, last), s.plain, nil)
	s.number, s.plain = s.number+1, s.plain[:0]
	_, err := s.out.Write(s.sealed)
	return err
}

// OpenStream returns a reader of the plain text of a sealed stream. Nothing of a chunk is given out that does not open,
// and io.EOF comes only where the whole stream has been read.
func OpenStream(r io.Reader, root RootKey, name string) (io.Reader, error) {
	head := make([]byte, len(streamMagic)+saltBytes)
	if _, err := io.ReadFull(r, head); err != nil || string(head[:len(streamMagic)]) != streamMagic {
		return nil, errStream
	}
	return &opening{in: bufio.NewReaderSize(r, chunkBytes+gcmTag+1), aead: streamCipher(root, name, head[len(streamMagic):]), sealed: make([]byte, chunkBytes+gcmTag)}, nil
}

type opening struct {
	in     *bufio.Reader
	aead   cipher.AEAD
	sealed []byte
	left   []byte // of a chunk that has been opened
	number uint64
	ended  bool
}

func (o *opening) Read(p []byte) (int, error) {
	for len(o.left) == 0 {
		if o.ended {
			return 0, io.EOF
		}
		if err := o.chunk(); err != nil {
			return 0, err
		}
	}
	n := copy(p, o.left)
	o.left = o.left[n:]
	return n, nil
}

func (o *opening) chunk() error {
	n, err := io.ReadFull(o.in, o.sealed)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return errStream // at the end of what should have had a last chunk
	}
	_, after := o.in.Peek(1)
	if after != nil && !errors.Is(after, io.EOF) {
		return after
	}
	o.ended = after != nil
	if o.left, err = o.aead.Open(o.sealed[:0], nonce(o.number, o.ended), o.sealed[:n], nil); err != nil {
		return errStream
	}
	o.number++
	return nil
}
