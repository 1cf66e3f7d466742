// Package cloudtrail is AWS CloudTrail of the local cloud: its event history, in which LookupEvents finds the management
// events of the caller's account in the last 90 days, and trails that deliver events as files into a bucket. Event data
// stores, insights, digests and queries are not offered; data events of the history are read with our own ListEvents
// (cloud/ledger).
//
// The events themselves are package trail's, which every operation of every service appends to. app may import it; no
// other service does.
package cloudtrail

import (
	"slices"

	"interlaken/service"
	registry "interlaken/wire/cloudtrail"
)

// source is the service's principal name, by which buckets let it write.
const source = "cloudtrail.amazonaws.com"

// Objects is S3, as far as trails need it.
type Objects interface {
	// Accepts decides whether the call's session may deliver at a key of a bucket, and does nothing.
	Accepts(c *service.Call, bucket, key string) error
	// Stage writes a file's bytes, packed by gzip, outside of any transaction.
	Stage(body []byte) (Staged, error)
	// Put makes a staged file the object at a key: s3:PutObject.
	Put(c *service.Call, bucket, key string, file Staged) error
}

// Staged is a file that is not an object yet. Discard removes it unless it has become one.
type Staged interface{ Discard() }

// Config is what the service works with. Every field is needed.
type Config struct {
	Mesh    *service.Mesh
	Objects Objects
}

type cloudtrail struct{ Config }

// New makes the service.
func New(c Config) *service.Service {
	s := &cloudtrail{c}
	return &service.Service{
		Wire: registry.Service, Source: source,
		Operations: slices.Concat([]service.Operation{lookupEvents()}, s.trails(), s.logging(), s.selectors(), s.tagging()),
	}
}
