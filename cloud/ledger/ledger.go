// Package ledger is an account's own view of itself in the local cloud, for what AWS has no operation: its bill to the
// picodollar, its whole trail with data events, the proof that the trail is whole, and why policy allowed or refused.
//
// Explanations are reads: a document is quoted only to who may read it by IAM in the document's own account, and of the
// documents of others nothing is said but whose they are (SECURITY S12). app may import it; no other service does.
package ledger

import (
	"interlaken/arn"
	"interlaken/identity"
	"interlaken/service"
	"interlaken/usage"
	registry "interlaken/wire/interlaken"
)

// Config is what the service works with. Every field is needed.
type Config struct {
	Directory *identity.Directory
	Prices    *usage.Prices
}

type ledger struct {
	directory *identity.Directory
	prices    *usage.Prices
}

// New makes the service.
func New(c Config) *service.Service {
	l := &ledger{c.Directory, c.Prices}
	return &service.Service{
		Wire:   registry.Cloud,
		Source: "ledger.interlaken",
		Operations: []service.Operation{
			l.getBill(), listEvents(), verifyTrail(), l.explainDecision(), l.explainRequest(), l.whoCan(), l.blastRadius(), l.claimAccount(),
		},
	}
}

// define declares an operation that only reads, on a thing of which each account has one: its bill, its trail, its
// decisions.
func define[In, Out any](name, thing string, do func(*service.Call, *In) (*Out, error)) service.Operation {
	return service.Define(name, func(c *service.Call, _ *In) ([]service.Check, error) {
		return []service.Check{{Action: "interlaken:" + name, Resource: arn.Make("interlaken", "", c.Account(), thing)}}, nil
	}, do, service.Reads)
}
