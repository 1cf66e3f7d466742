package chain

import (
	"context"
	"errors"

	"interlaken/hub"
)

// Prove walks both steps anew for a person, whatever is held. Credentials that were leased live on for up to an hour after
// their role has stopped trusting the hub, as on AWS; an owner who has closed the door need not wait for that: when a step
// is refused, every lease of the data source ends at once. When it is allowed, the fresh lease takes the place of the one
// that was held. The error is a *Failure where a step was refused.
func (c *Chain) Prove(ctx context.Context, source hub.DataSource, person hub.Person) (*Lease, error) {
	if err := c.admit(ctx, source, person); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.config.WalkTime)
	defer cancel()
	policy := scopeDown(source)
	key := keyOf(source, person, policy)
	lease, err := c.first(ctx, source, policy)
	if err == nil {
		lease.Key = key
		if key.RoleB != "" {
			lease, err = c.second(ctx, source, lease)
		}
	}
	if err != nil {
		var f *Failure
		if errors.As(err, &f) && f.Denied {
			c.Forget(source.ARN())
		}
		return nil, err
	}
	// The data source may have changed, or may have been suspended, while the chain was walked.
	if err := c.admit(ctx, source, person); err != nil {
		return nil, err
	}
	c.replace(key, lease)
	return lease, nil
}

// replace holds a lease in place of the one that is held; a walk that is under way is left to who waits for it.
func (c *Chain) replace(key Key, lease *Lease) {
	f := &flight{done: make(chan struct{}), lease: lease}
	close(f.done)
	c.mu.Lock()
	defer c.mu.Unlock()
	if held := c.leases[key]; held == nil {
		makeRoom(c, c.leases)
	}
	c.leases[key] = f
}
