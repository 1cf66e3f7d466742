// Package id passes identifiers and randomness in, so that a seed replays a run. It imports nothing of the
// project.
package id

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"sync"
)

// base32 is the alphabet of AWS's key and unique ids (IAM User Guide, "IAM identifiers": A-Z and 2-7).
const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

// Source makes identifiers out of a stream of random bytes. It is safe for concurrent use.
type Source struct {
	mu     sync.Mutex
	random io.Reader
}

// Random is the source for production: the operating system's generator.
func Random() *Source { return &Source{random: rand.Reader} }

// Seeded is a source for tests and generators: the same seed gives the same identifiers in the same order. It is
// not for secrets.
func Seeded(seed uint64) *Source {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return &Source{random: mathrand.NewChaCha8(key)}
}

// Bytes returns n random bytes.
func (s *Source) Bytes(n int) []byte {
	b := make([]byte, n)
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := io.ReadFull(s.random, b); err != nil {
		// Without randomness no key and no id is safe; there is nothing to go on with.
		panic(fmt.Sprintf("id: reading randomness: %v", err))
	}
	return b
}

// UUID returns a version 4 UUID in its 36-character form.
func (s *Source) UUID() string {
	b := s.Bytes(16)
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b)
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// Unique returns an IAM unique id such as AROAIIAV7JDQ4KTB6WXYZ: the four-letter prefix and 17 characters.
func (s *Source) Unique(prefix string) string { return prefix + s.letters(17) }

// AccessKey returns an access key id: the four-letter prefix (AKIA, ASIA) and 16 characters.
func (s *Source) AccessKey(prefix string) string { return prefix + s.letters(16) }

// Secret returns a 40-character secret access key.
func (s *Source) Secret() string { return base64.StdEncoding.EncodeToString(s.Bytes(30)) }

// Token returns n random bytes in URL-safe base 64.
func (s *Source) Token(n int) string { return base64.RawURLEncoding.EncodeToString(s.Bytes(n)) }

// Letters returns n random letters and digits of AWS's alphabet, five bits each.
func (s *Source) Letters(n int) string { return s.letters(n) }

func (s *Source) letters(n int) string {
	b := s.Bytes(n)
	for i := range b {
		b[i] = base32[b[i]&31]
	}
	return string(b)
}
