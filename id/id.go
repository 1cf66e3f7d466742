// Package id passes identifiers and randomness in, so that a seed replays a run. It imports nothing of the
// project.
package id

import (
	"crypto/rand"
	enc32 "encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"strconv"
	"strings"
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

// AccessKey returns an access key id of an account: the four-letter prefix (AKIA, ASIA) and 16 characters, which hold the
// account in bits 7 to 46 of their first six bytes, as AWS's do, and are random for the rest.
func (s *Source) AccessKey(prefix, account string) string {
	const top, low = 1 << 47, 1<<7 - 1 // the one above the account is set in AWS's, the ones below are free
	b := s.Bytes(10)
	number, err := strconv.ParseUint(account, 10, 40)
	if err != nil {
		panic(fmt.Sprintf("id: a key for the account %q: %v", account, err))
	}
	first := top | number<<7 | uint64(b[5])&low
	for i := range 6 {
		b[i] = byte(first >> (40 - 8*i))
	}
	return prefix + keyEncoding.EncodeToString(b)
}

// AccountOf reads the account out of an access key id; ok is false for what is none.
func AccountOf(accessKey string) (account string, ok bool) {
	if len(accessKey) != 20 {
		return "", false
	}
	b, err := keyEncoding.DecodeString(accessKey[4:])
	if err != nil {
		return "", false
	}
	var first uint64
	for i := range 6 {
		first = first<<8 | uint64(b[i])
	}
	account = fmt.Sprintf("%012d", first&(1<<47-1)>>7)
	return account, len(account) == 12
}

var keyEncoding = enc32.NewEncoding(base32).WithPadding(enc32.NoPadding)

// Secret returns a 40-character secret access key.
func (s *Source) Secret() string { return base64.StdEncoding.EncodeToString(s.Bytes(30)) }

// Token returns n random bytes in URL-safe base 64.
func (s *Source) Token(n int) string { return base64.RawURLEncoding.EncodeToString(s.Bytes(n)) }

// Number returns a random number from 0 to below n, which is at least 1.
func (s *Source) Number(n uint64) uint64 {
	// Of 64 random bits, the numbers below n are equally likely to within n/2⁶⁴.
	return binary.BigEndian.Uint64(s.Bytes(8)) % n
}

// Letters returns n random letters and digits of AWS's alphabet, five bits each.
func (s *Source) Letters(n int) string { return s.letters(n) }

// Lower is Letters in lower case, for the ids of services that have them so.
func (s *Source) Lower(n int) string { return strings.ToLower(s.letters(n)) }

func (s *Source) letters(n int) string {
	b := s.Bytes(n)
	for i := range b {
		b[i] = base32[b[i]&31]
	}
	return string(b)
}
