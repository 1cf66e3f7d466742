package chain

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"strings"

	"interlaken/hub"
)

const (
	// maxSessionName is STS's bound of RoleSessionName (API Reference, AssumeRole).
	maxSessionName = 64
	// markLength is the characters of the mark, 5 bits each: 70 bits, past any chance of two people meeting.
	markLength = 14
)

// SessionName names a person in the owner's trail: the name as far as it can be written, and a mark that no other
// namespace, name and stable id has, so that nobody can pass for somebody else by what they are called (SECURITY S16).
// It has at most 64 of the characters [A-Za-z0-9_+=,.@-].
func SessionName(p hub.Person) string {
	readable := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune("_+=,.@-", r):
			return r
		}
		return '_'
	}, p.Name)
	if most := maxSessionName - markLength - 1; len(readable) > most {
		readable = readable[:most]
	}
	h := sha256.New()
	for _, part := range []string{p.Account, p.Namespace, p.Name, p.ID} {
		_, _ = h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		_, _ = h.Write([]byte(part))
	}
	mark := strings.ToLower(base32.StdEncoding.EncodeToString(h.Sum(nil)))[:markLength]
	return readable + "-" + mark
}
