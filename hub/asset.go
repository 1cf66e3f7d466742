package hub

import (
	"time"

	"interlaken/arn"
	"interlaken/store"
)

// Asset is what analyses, templates, themes and folders have in common.
type Asset struct {
	Type        string            `json:"type"` // as in the ARN, such as analysis
	Account     string            `json:"account"`
	Region      string            `json:"region"`
	ID          string            `json:"id"`
	Name        string            `json:"name"`
	Created     time.Time         `json:"created"`
	Updated     time.Time         `json:"updated"`
	Author      Person            `json:"author"`
	Permissions Permissions       `json:"permissions,omitempty"`
	Tags        map[string]string `json:"tags,omitempty"`
}

// ARN is the asset's ARN.
func (a Asset) ARN() string { return AssetARN(a.Type, a.Region, a.Account, a.ID) }

// AssetARN is the ARN that an asset of a type with this id has.
func AssetARN(kind, region, account, id string) string {
	return arn.Make("quicksight", region, account, kind+"/"+id)
}

// Shelf keeps the assets of one kind.
type Shelf[T any] struct {
	collection store.Collection[T]
	noun       string // as sentences begin with it
	asset      func(*T) *Asset
}

func newShelf[T any](table, noun string, asset func(*T) *Asset) *Shelf[T] {
	return &Shelf[T]{noun: noun, asset: asset, collection: store.Collection[T]{
		Table: table, Schema: 1,
		Key: func(t *T) string { return assetKey(asset(t).Account, asset(t).Region, asset(t).ID) },
		Indexes: map[string]func(*T) []string{
			"grantee": func(t *T) []string { return asset(t).Permissions.grantees() },
		},
	}}
}

// Asset is what all kinds have in common of one asset.
func (s *Shelf[T]) Asset(value *T) *Asset { return s.asset(value) }

// Create keeps a new asset, or fails with fault.AlreadyExists.
func (s *Shelf[T]) Create(tx store.Tx, value T) error {
	return named(s.collection.Create(tx, value), s.noun, s.asset(&value).ID)
}

// Get returns an asset as it is kept, or fault.NotFound. It asks for nobody's permission: hub/share does.
func (s *Shelf[T]) Get(r store.Reader, account, region, id string) (T, error) {
	value, err := s.collection.Get(r, assetKey(account, region, id))
	return value, named(err, s.noun, id)
}

// Change changes an asset, or fails with fault.NotFound.
func (s *Shelf[T]) Change(tx store.Tx, account, region, id string, change func(*T) error) error {
	return named(s.collection.Modify(tx, assetKey(account, region, id), change), s.noun, id)
}

// Share changes who may do what with an asset.
func (s *Shelf[T]) Share(tx store.Tx, account, region, id string, permissions Permissions) error {
	return s.Change(tx, account, region, id, func(t *T) error {
		s.asset(t).Permissions = permissions
		return nil
	})
}

// Delete removes an asset, from folders too, or fails with fault.NotFound.
func (s *Shelf[T]) Delete(tx store.Tx, account, region, id string) error {
	value, err := s.Get(tx, account, region, id)
	if err != nil {
		return err
	}
	if _, err := leaveFolders(tx, s.asset(&value).ARN()); err != nil {
		return err
	}
	return s.collection.Delete(tx, assetKey(account, region, id))
}

// Page pages through the assets of an account and Region that keep accepts, by id.
func (s *Shelf[T]) Page(r store.Reader, account, region, token string, size int, keep func(*T) bool) ([]T, string, error) {
	return page(r, &s.collection, store.Key(account, region), token, size, keep)
}

// forget takes a principal out of the permissions of every asset.
func (s *Shelf[T]) forget(tx store.Tx, principal string) error {
	return forgetIn(tx, &s.collection, principal, func(t *T) Permissions { return s.asset(t).Permissions })
}
