package chain

import (
	"context"
	"errors"

	"interlaken/hub"
)

// Prove walks the chain anew, whatever leases are held, and returns the new lease in their place. Where a step is denied,
// the leases of the data source end: its owner has closed the door, and what was let in before leaves too, before its
// session's own end.
func (c *Chain) Prove(ctx context.Context, source hub.DataSource, person hub.Person) (*Lease, error) {
	fresh := New(c.config)
	lease, err := fresh.Lease(ctx, source, person)
	var f *Failure
	if errors.As(err, &f) && f.Denied {
		c.Forget(source.ARN())
	}
	return lease, err
}
