// Package secret holds values that must not be seen: Text redacts itself wherever it is printed or marshalled,
// Sealer encrypts what has to be stored (SECURITY S4), and a password is kept as what cannot be turned back. It imports nothing of the project.
package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
)

const redacted = "[redacted]"

// Text is a secret string. Every way of printing it yields "[redacted]"; only Reveal returns the value. It lies behind a
// pointer because fmt asks no method of an unexported field: such a Text shows an address. Compare with Equal.
type Text struct{ value *string }

// NewText wraps a secret.
func NewText(value string) Text { return Text{&value} }

// Reveal returns the secret. Calls of it are what a reviewer looks at.
func (t Text) Reveal() string {
	if t.value == nil {
		return ""
	}
	return *t.value
}

// IsZero reports whether there is no secret.
func (t Text) IsZero() bool { return t.Reveal() == "" }

// Equal compares in constant time.
func (t Text) Equal(o Text) bool {
	return subtle.ConstantTimeCompare([]byte(t.Reveal()), []byte(o.Reveal())) == 1
}

// String returns "[redacted]".
func (Text) String() string { return redacted }

// GoString returns "[redacted]".
func (Text) GoString() string { return redacted }

// Format prints "[redacted]" for every verb.
func (Text) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// MarshalText returns "[redacted]", so that JSON and XML do not hold the value.
func (Text) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue keeps the value out of structured logs.
func (Text) LogValue() slog.Value { return slog.StringValue(redacted) }

// RootKey is the 32-byte key that all other keys are derived from. It lies outside the data folder, and in memory as a
// Text, which fmt cannot look into. The zero value is no key.
type RootKey struct{ key Text }

const rootKeyBytes = 32

// RootKeyFromBytes takes exactly 32 bytes.
func RootKeyFromBytes(b []byte) (RootKey, error) {
	if len(b) != rootKeyBytes {
		return RootKey{}, fmt.Errorf("a root key has %d bytes, not %d", rootKeyBytes, len(b))
	}
	return RootKey{NewText(string(b))}, nil
}

// ParseRootKey reads the base 64 form that key files and the environment hold.
func ParseRootKey(text string) (RootKey, error) {
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return RootKey{}, errors.New("root key: it is not base 64 of 32 bytes")
	}
	return RootKeyFromBytes(b)
}

// String returns "[redacted]".
func (RootKey) String() string { return redacted }

// Format prints "[redacted]" for every verb.
func (RootKey) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(redacted)) }

// Derive returns a 32-byte key for one purpose (HKDF-SHA256, RFC 5869, purpose as info). No key yields none: it panics.
func (k RootKey) Derive(purpose string) [32]byte {
	if k.key.IsZero() {
		panic("secret: there is no root key to derive from")
	}
	b, err := hkdf.Key(sha256.New, []byte(k.key.Reveal()), nil, purpose, 32)
	if err != nil {
		panic(fmt.Sprintf("secret: deriving a key: %v", err)) // only for lengths that SHA-256 cannot give
	}
	return [32]byte(b)
}

// Sealer encrypts and authenticates with AES-256-GCM under a key derived for one purpose. It is safe for
// concurrent use.
type Sealer struct{ aead cipher.AEAD }

// NewSealer derives the purpose's key from the root key.
func NewSealer(root RootKey, purpose string) *Sealer {
	key := root.Derive(purpose)
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(fmt.Sprintf("secret: %v", err)) // only for wrong key lengths
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(fmt.Sprintf("secret: %v", err))
	}
	return &Sealer{aead}
}

// Seal encrypts plain so that it opens only with the same associated data, which is not stored.
func (s *Sealer) Seal(plain, associated []byte) []byte {
	nonce := make([]byte, s.aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		panic(fmt.Sprintf("secret: reading randomness: %v", err))
	}
	return s.aead.Seal(nonce, nonce, plain, associated)
}

// Open decrypts what Seal made. Anything else is one error that says nothing of the content.
func (s *Sealer) Open(sealed, associated []byte) ([]byte, error) {
	n := s.aead.NonceSize()
	if len(sealed) < n {
		return nil, errors.New("sealed value: it does not open with this key")
	}
	plain, err := s.aead.Open(nil, sealed[:n], sealed[n:], associated)
	if err != nil {
		return nil, errors.New("sealed value: it does not open with this key")
	}
	return plain, nil
}
