package secret

import (
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
)

// PasswordCost is what hashing one password with argon2id costs. The zero value is DefaultPasswordCost.
type PasswordCost struct {
	MemoryKiB uint32
	Passes    uint32
	Lanes     uint8
}

// DefaultPasswordCost is the second choice of RFC 9106, section 4, for machines without 2 GiB to spare for a sign-in.
var DefaultPasswordCost = PasswordCost{MemoryKiB: 64 << 10, Passes: 3, Lanes: 4}

// SaltBytes is the length of a password's salt: 128 bits (RFC 9106, section 3.1).
const SaltBytes = 16

const hashBytes = 32

// The most that a kept hash may ask for, so that a changed record cannot bring the machine down.
const (
	mostMemoryKiB = 1 << 20
	mostPasses    = 64
)

func (c PasswordCost) complete() PasswordCost {
	if c == (PasswordCost{}) {
		return DefaultPasswordCost
	}
	return c
}

// HashPassword returns the form in which a password is kept (PHC string format): $argon2id$v=19$m=…,t=…,p=…$salt$hash. The
// salt has SaltBytes random bytes. It takes the memory and the time that the cost says.
func HashPassword(password Text, salt []byte, cost PasswordCost) string {
	cost = cost.complete()
	return passwordForm(cost, salt, derive(password, salt, cost))
}

func passwordForm(cost PasswordCost, salt, hash []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, cost.MemoryKiB, cost.Passes, cost.Lanes,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(hash))
}

// NoPassword is a kept form that takes as long to compare as others of this cost do, and is of no password: random has
// NoPasswordBytes random bytes. It is compared where there is nothing to compare, so that time tells nobody who exists.
func NoPassword(random []byte, cost PasswordCost) string {
	return passwordForm(cost.complete(), random[:SaltBytes], random[SaltBytes:NoPasswordBytes])
}

// NoPasswordBytes is how many random bytes NoPassword takes.
const NoPasswordBytes = SaltBytes + hashBytes

func derive(password Text, salt []byte, cost PasswordCost) []byte {
	return argon2.IDKey([]byte(password.Reveal()), salt, cost.Passes, cost.MemoryKiB, cost.Lanes, hashBytes)
}

// IsPassword reports whether a password is the one of a kept form, comparing in constant time. outdated tells that the
// form was made at another cost than the present one, so that it is to be made anew. It fails on what is no such form.
func IsPassword(password Text, kept string, cost PasswordCost) (is, outdated bool, err error) {
	made, salt, hash, err := parsePassword(kept)
	if err != nil {
		return false, false, err
	}
	is = subtle.ConstantTimeCompare(hash, derive(password, salt, made)) == 1
	return is, made != cost.complete(), nil
}

var errPasswordForm = errors.New("a kept password is not in the form that this program writes")

func parsePassword(kept string) (cost PasswordCost, salt, hash []byte, err error) {
	parts := strings.Split(kept, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return cost, nil, nil, errPasswordForm
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &cost.MemoryKiB, &cost.Passes, &cost.Lanes); err != nil {
		return cost, nil, nil, errPasswordForm
	}
	salt, unsalted := base64.RawStdEncoding.DecodeString(parts[4])
	hash, unhashed := base64.RawStdEncoding.DecodeString(parts[5])
	switch {
	case unsalted != nil || unhashed != nil || len(salt) < SaltBytes || len(hash) != hashBytes,
		cost.MemoryKiB == 0 || cost.MemoryKiB > mostMemoryKiB, cost.Passes == 0 || cost.Passes > mostPasses, cost.Lanes == 0:
		return cost, nil, nil, errPasswordForm
	}
	return cost, salt, hash, nil
}
