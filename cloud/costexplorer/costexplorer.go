// Package costexplorer is AWS Cost Explorer of the local cloud: GetCostAndUsage answers what the caller's account used
// and what that costs by the published prices, from the usage records that operations leave. Forecasts, savings plans,
// cost categories and tags are not offered, and a request to Cost Explorer is itself not charged.
//
// It is not a bill: see package usage. app may import it; no other service does.
package costexplorer

import (
	"interlaken/identity"
	"interlaken/service"
	"interlaken/usage"
	wire "interlaken/wire/costexplorer"
)

// Config is what the service works with. Every field is needed.
type Config struct {
	Directory *identity.Directory
	Prices    *usage.Prices
}

type explorer struct {
	directory *identity.Directory
	prices    *usage.Prices
}

// New makes the service.
func New(c Config) *service.Service {
	e := &explorer{c.Directory, c.Prices}
	return &service.Service{
		Wire:       wire.Service,
		Source:     "ce.amazonaws.com",
		Operations: []service.Operation{e.getCostAndUsage()},
	}
}
