// Package cloudtrail is AWS CloudTrail of the local cloud, as far as its event history: LookupEvents finds the
// management events of the caller's account in the last 90 days. Trails that deliver files, event data stores, insights
// and queries are not offered; data events are read with our own ListEvents (cloud/ledger).
//
// The events themselves are package trail's, which every operation of every service appends to. app may import it; no
// other service does.
package cloudtrail

import (
	"interlaken/service"
	wire "interlaken/wire/cloudtrail"
)

// New makes the service.
func New() *service.Service {
	return &service.Service{
		Wire:       wire.Service,
		Source:     "cloudtrail.amazonaws.com",
		Operations: []service.Operation{lookupEvents()},
	}
}
