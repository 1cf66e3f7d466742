// Package ledger is an account's own view of itself in the local cloud, for what AWS has no operation: its bill to the
// picodollar, its whole trail with data events, the proof that the trail is whole, and why policy allowed or refused.
//
// Explanations are reads: a document is quoted only to who may read it by IAM in the document's own account, and of the
// documents of others nothing is said but whose they are (SECURITY S12). app may import it; no other service does.
package ledger

import (
	"cmp"

	"interlaken/arn"
	"interlaken/identity"
	"interlaken/service"
	"interlaken/usage"
	registry "interlaken/wire/interlaken"
)

// Config is what the service works with.
type Config struct {
	Directory *identity.Directory // needed
	Prices    *usage.Prices       // needed
	// MostDecisions is how many decisions WhoCan makes at once; default 20,000, which is about a second.
	MostDecisions int
}

type ledger struct {
	directory     *identity.Directory
	prices        *usage.Prices
	mostDecisions int
}

// New makes the service.
func New(c Config) *service.Service {
	l := &ledger{c.Directory, c.Prices, cmp.Or(c.MostDecisions, 20_000)}
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
