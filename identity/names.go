package identity

import (
	"strings"

	"interlaken/fault"
	"interlaken/store"
)

// fold makes the form of a name by which it is unique.
func fold(name string) string { return strings.ToLower(name) }

func hasPath(path, prefix string) bool { return prefix == "" || strings.HasPrefix(path, prefix) }

// named puts IAM's sentences on the store's errors.
func named(err error, kind, name string) error {
	switch fault.CodeOf(err) {
	case fault.NotFound:
		return fault.New(fault.NotFound, "The %s with name %s cannot be found.", kind, name)
	case fault.AlreadyExists:
		return fault.New(fault.AlreadyExists, "%s with name %s already exists.", kind, name)
	}
	return err
}

// page returns up to size records of an account that keep accepts, and the token of the next page.
func page[T any](r store.Reader, c *store.Collection[T], account, token string, size int, keep func(*T) bool) ([]T, string, error) {
	after, err := store.ParseToken(token)
	if err != nil {
		return nil, "", err
	}
	return store.Page(func(yield func(store.Item[T], error) bool) {
		for item, err := range c.Scan(r, store.Range{Prefix: store.Key(account), After: after}) {
			if err == nil && !keep(&item.Value) {
				continue
			}
			if !yield(item, err) {
				return
			}
		}
	}, size)
}
