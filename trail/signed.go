package trail

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"interlaken/arn"
)

// SignedHead is a head as it leaves the machine: with the signature of who keeps the trail, so that whoever keeps it
// elsewhere need not be believed (SECURITY S19).
type SignedHead struct {
	Account string    `json:"account"`
	Count   int64     `json:"count"`
	Hash    string    `json:"hash"`
	Time    time.Time `json:"time"`
	// Key tells which key signed: see KeyID.
	Key       string `json:"key"`
	Signature []byte `json:"signature"`
}

// KeyID names a public key: the first half of its SHA-256, in hex.
func KeyID(key ed25519.PublicKey) string {
	sum := sha256.Sum256(key)
	return hex.EncodeToString(sum[:16])
}

// signedText is what is signed of a head.
func (h Head) signedText() []byte {
	return fmt.Appendf(nil, "interlaken trail head 1\n%s\n%d\n%s\n%s\n", h.Account, h.Count, h.Hash, h.Time.UTC().Format(time.RFC3339Nano))
}

// Sign makes a head ready to leave.
func Sign(key ed25519.PrivateKey, h Head) SignedHead {
	return SignedHead{
		Account: h.Account, Count: h.Count, Hash: h.Hash, Time: h.Time.UTC(), Key: KeyID(key.Public().(ed25519.PublicKey)), Signature: ed25519.Sign(key, h.signedText()),
	}
}

// Head is what was signed. It says nothing of whether the signature holds.
func (s SignedHead) Head() Head {
	return Head{Account: s.Account, Count: s.Count, Hash: s.Hash, Time: s.Time}
}

// ParsePublicKey reads a key as FormatPublicKey writes it.
func ParsePublicKey(text string) (ed25519.PublicKey, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(strings.TrimSpace(text), publicKeyPrefix))
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("%.60q is not a public key of a trail: it has to be ed25519: and 44 characters", text)
	}
	return ed25519.PublicKey(key), nil
}

const publicKeyPrefix = "ed25519:"

// FormatPublicKey writes a key for people and files.
func FormatPublicKey(key ed25519.PublicKey) string {
	return publicKeyPrefix + base64.StdEncoding.EncodeToString(key)
}

// ReadHeads reads signed heads, one JSON value a line, and returns them if each signature holds under one of the keys. The
// error names the first line that is not such a head.
func ReadHeads(text []byte, keys ...ed25519.PublicKey) ([]Head, error) {
	known := map[string]ed25519.PublicKey{}
	for _, key := range keys {
		known[KeyID(key)] = key
	}
	var all []Head
	lines := bufio.NewScanner(bytes.NewReader(text))
	for number := 1; lines.Scan(); number++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		var s SignedHead
		if err := json.Unmarshal(line, &s); err != nil || !arn.IsAccount(s.Account) || s.Count < 1 {
			return nil, fmt.Errorf("line %d is not a signed head of a trail", number)
		}
		key, ok := known[s.Key]
		if !ok {
			return nil, fmt.Errorf("line %d is signed with the key %.40q, which was not given", number, s.Key)
		}
		if !ed25519.Verify(key, s.Head().signedText(), s.Signature) {
			return nil, fmt.Errorf("the signature of line %d does not hold: it was changed, or made by somebody else", number)
		}
		all = append(all, s.Head())
	}
	return all, lines.Err()
}
