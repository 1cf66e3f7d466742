// Package identity holds what the door authenticates against: accounts, users, access keys, roles and the sessions
// made of them, and the policy documents that hang on each. It decides nothing: who may do what is policy's work,
// and which operation needs what is the service's. It may import arn, secret, clock, id, policy and store; service,
// gateway and the cloud's STS and IAM stand on it.
package identity

import (
	"sync"

	"interlaken/clock"
	"interlaken/id"
	"interlaken/secret"
)

// Directory finds and changes identities in a store. Every method takes the transaction it works in, so that
// an identity and what is decided about it are of one moment. A Directory is safe for concurrent use.
type Directory struct {
	clock    clock.Clock
	ids      *id.Source
	keys     *secret.Sealer // long-term access keys
	tokens   *secret.Sealer // session tokens
	messages *secret.Sealer // authorization failure messages

	documents documentCache

	mu       sync.RWMutex
	services map[string]serviceKey // by access key id
	claims   map[string]claim      // by access key id
}

// NewDirectory makes a directory whose secrets are sealed under the root key.
func NewDirectory(root secret.RootKey, now clock.Clock, ids *id.Source) *Directory {
	return &Directory{
		clock:    now,
		ids:      ids,
		keys:     newKeySealer(root),
		tokens:   secret.NewSealer(root, "identity/session-token"),
		messages: secret.NewSealer(root, "identity/authorization-message"),
		services: map[string]serviceKey{},
		claims:   map[string]claim{},
	}
}
