package identity

import (
	"crypto/subtle"

	"interlaken/fault"
	"interlaken/secret"
	"interlaken/store"
)

// rootKeyCheck tells the root key that the data is sealed under from every other. It is derived from the key for this
// purpose alone (HKDF), so that it says nothing of the key or of what else is derived from it.
type rootKeyCheck struct {
	Check []byte `json:"check"`
}

// theRootKeyCheck is the key of the only record.
var theRootKeyCheck = store.Key("present")

var rootKeyChecks = store.Collection[rootKeyCheck]{
	Table: "identity.root-key-check", Schema: 1,
	Key: func(*rootKeyCheck) string { return theRootKeyCheck },
}

func checkOf(root secret.RootKey) rootKeyCheck {
	check := root.Derive("identity/root-key-check")
	return rootKeyCheck{check[:]}
}

// IsSealed reports whether a store is bound to a root key: it has a key check, or a secret of the time before checks.
func IsSealed(r store.Reader) (bool, error) {
	if has, err := rootKeyChecks.Has(r, theRootKeyCheck); has || err != nil {
		return has, err
	}
	for _, err := range accessKeys.Scan(r, store.Range{Limit: 1}) {
		return err == nil, err
	}
	return false, nil
}

// IsSealedUnder reports whether a root key is the one that a store is bound to. Of a store without a key check it is
// one that opens every access key: all do where there is none.
func IsSealedUnder(r store.Reader, root secret.RootKey) (bool, error) {
	kept, err := rootKeyChecks.Get(r, theRootKeyCheck)
	if err == nil {
		return subtle.ConstantTimeCompare(kept.Check, checkOf(root).Check) == 1, nil
	}
	if !fault.Is(err, fault.NotFound) {
		return false, err
	}
	sealer := newKeySealer(root)
	for item, err := range accessKeys.Scan(r, store.Range{}) {
		if err != nil {
			return false, err
		}
		if _, closed := sealer.Open(item.Value.Sealed, []byte(item.Value.ID)); closed != nil {
			return false, nil
		}
	}
	return true, nil
}

// Bind keeps the check of a root key that IsSealedUnder holds for, if there is no check yet.
func Bind(tx store.Tx, root secret.RootKey) error {
	has, err := rootKeyChecks.Has(tx, theRootKeyCheck)
	if has || err != nil {
		return err
	}
	return rootKeyChecks.Create(tx, checkOf(root))
}

// Rotate seals every stored secret under the next root key and binds the store to it, and returns how many it sealed.
// Session tokens are kept nowhere, so that they cannot be sealed anew: sessions end. The directory itself goes on with
// its own root key; it is of no use once the transaction has committed. Nothing is changed if a secret does not open.
func (d *Directory) Rotate(tx store.Tx, next secret.RootKey) (int, error) {
	sealer, n := newKeySealer(next), 0
	for item, err := range accessKeys.Scan(tx, store.Range{}) {
		if err != nil {
			return 0, err
		}
		k := item.Value
		plain, err := d.keys.Open(k.Sealed, []byte(k.ID))
		if err != nil {
			return 0, fault.Wrap(err, fault.Internal, "The access key %s cannot be read with the present root key.", k.ID)
		}
		k.Sealed = sealer.Seal(plain, []byte(k.ID))
		if err := accessKeys.PutIf(tx, k, item.Version); err != nil {
			return 0, err
		}
		n++
	}
	return n, rootKeyChecks.Put(tx, checkOf(next))
}
