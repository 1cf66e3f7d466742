package app

import (
	"crypto/ed25519"
	"time"

	"interlaken/outbound"
	"interlaken/secret"
	"interlaken/trail/anchor"
)

// headsKey is the key that signs the heads of trails. It comes of the root key, which is not in the store.
func headsKey(root secret.RootKey) ed25519.PrivateKey {
	seed := root.Derive("trail/heads")
	return ed25519.NewKeyFromSeed(seed[:])
}

// HeadsKey is the public half of the key that signs the heads of trails (SECURITY S19).
func (s *System) HeadsKey() ed25519.PublicKey { return s.heads.Public().(ed25519.PublicKey) }

// HeadsKey is the public key that belongs to a key file, or to the root key itself.
func HeadsKey(c Config, o Options) (ed25519.PublicKey, error) {
	if err := c.Complete(); err != nil {
		return nil, err
	}
	var root secret.RootKey
	var err error
	if o.RootKey != "" {
		root, err = secret.ParseRootKey(o.RootKey)
	} else {
		root, err = secret.LoadRootKey(c.RootKey)
	}
	if err != nil {
		return nil, err
	}
	return headsKey(root).Public().(ed25519.PublicKey), nil
}

// openAnchor has the heads of all trails sent where the configuration says.
func (s *System) openAnchor(client *outbound.Client) {
	var places []anchor.Place
	if s.config.Trail.HeadsFile != "" {
		places = append(places, anchor.File{Path: s.config.Trail.HeadsFile})
	}
	if s.config.Trail.HeadsURL != "" {
		places = append(places, anchor.Address{URL: s.config.Trail.HeadsURL, Client: client})
	}
	if len(places) == 0 {
		return
	}
	kept := anchor.New(anchor.Config{
		Store: s.store, Clock: s.clock, Key: s.heads, Places: places, Every: time.Duration(s.config.Trail.HeadsSeconds) * time.Second, Report: s.report,
	})
	kept.Start()
	s.closers = append(s.closers, kept.Close)
}

// outbound is the client of addresses that are given.
func (s *System) outbound(o Options) (*outbound.Client, error) {
	listed, err := outbound.ParseListed(s.config.Outbound.Listed)
	return outbound.New(outbound.Config{Listed: listed, Roots: o.Roots}), err
}
