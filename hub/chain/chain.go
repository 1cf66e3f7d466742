// Package chain gets credentials for the account that owns the data: the service assumes role A in the hub account,
// scoped down to exactly one role B, and with that session role B, under the data source's ARN as ExternalId and a
// session name that names the person. It also proves a chain when a data source is made.
//
// It speaks STS and Athena through the AWS SDK and cannot tell which cloud answers. Credentials stay in memory, end
// within the hour, and end at once when their data source changes. hub/query uses it; it may import hub only.
package chain

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"interlaken/clock"
	"interlaken/hub"
)

// Config is what a chain works with.
type Config struct {
	// AWS has region, HTTP client, endpoint and the hub's own base credentials.
	AWS   aws.Config
	Clock clock.Clock
	// ServicePrincipal says that the base credentials are QuickSight's own: then the data source is told in signed
	// source headers, as AWS services do. A customer's principal cannot do that on AWS and gives the data source's ARN as
	// ExternalId at the first step too (SECURITY S17).
	ServicePrincipal bool
	// MaxLeases bounds the leases that are held at once; 0 is 10,000.
	MaxLeases int
	// WalkTime is how long both steps together may take; 0 is a minute.
	WalkTime time.Duration
	// Gate is asked before each lease, also one that is held, and refuses what an owner has suspended. nil lets everybody
	// through.
	Gate func(context.Context, hub.DataSource, hub.Person) error
}

const (
	defaultMaxLeases = 10_000
	// sessionSeconds is the longest session of a chain (STS API Reference, AssumeRole: role chaining).
	sessionSeconds  = 3600
	defaultWalkTime = time.Minute
	// renewBefore is how long before its end a lease is not given out any more: longer than a whole run may take, so that
	// what was begun with a lease can be asked for and stopped with it.
	renewBefore = 15 * time.Minute
)

// Chain leases credentials. It is safe for concurrent use.
type Chain struct {
	config Config
	sts    *sts.Client

	mu     sync.Mutex
	leases map[Key]*flight
	hops   map[hopKey]*flight // the first step, which the people of a data source share
	epochs map[string]int64   // the latest epoch seen of each data source
}

// New makes a chain without leases.
func New(c Config) *Chain {
	if c.MaxLeases == 0 {
		c.MaxLeases = defaultMaxLeases
	}
	if c.WalkTime == 0 {
		c.WalkTime = defaultWalkTime
	}
	return &Chain{
		config: c, sts: sts.NewFromConfig(c.AWS),
		leases: map[Key]*flight{}, hops: map[hopKey]*flight{}, epochs: map[string]int64{},
	}
}

// Key says for what a lease is good, whole: two requests share credentials only if all of it is the same (SECURITY S7).
type Key struct {
	DataSourceARN, RoleA, RoleB string
	// PolicyDigest is of the session policy of the first step, in hex.
	PolicyDigest string
	Person       PersonKey
	Epoch        int64
}

// PersonKey is as whom the second step is made.
type PersonKey struct {
	SessionName string
	// SourceIdentity and Tags are passed on to the owner where both sides' policies allow it; they are not by default.
	SourceIdentity, Tags string
}

type hopKey struct {
	dataSourceARN, roleA, roleB, policyDigest string
	epoch                                     int64
}

// Lease is credentials for one account, for one person. Printing it shows no secret.
type Lease struct {
	Key     Key
	Account string // in which queries run and are billed
	Expires time.Time
	// RoleASession and RoleBSession are the ARNs of the two sessions; RoleBSession is "" where role A is the last.
	RoleASession, RoleBSession string
	// Steps are what the two calls of STS are found by in the trails of both accounts; the second is empty where role A is
	// the last.
	Steps [2]Step

	credentials aws.Credentials
}

// Step is one call of STS. It holds no secret.
type Step struct {
	RequestID string
	// AccessKeyID is the session's that the call made.
	AccessKeyID string
	At          time.Time
}

// Format keeps the credentials out of every way of printing.
func (l Lease) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "lease of %s until %s", l.Key.DataSourceARN, l.Expires.Format(time.RFC3339))
}

// Config returns the SDK's configuration for clients that act with the lease.
func (c *Chain) Config(l *Lease) aws.Config {
	config := c.config.AWS.Copy()
	config.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) { return l.credentials, nil })
	return config
}

// Athena returns a client that acts with the lease.
func (c *Chain) Athena(l *Lease) *athena.Client { return athena.NewFromConfig(c.Config(l)) }

// Lease returns credentials for a data source and a person, from those that are held or by walking the chain. Several
// who ask at once wait for one walk. The error is a *Failure where a step was refused.
func (c *Chain) Lease(ctx context.Context, source hub.DataSource, person hub.Person) (*Lease, error) {
	policy := scopeDown(source)
	key := keyOf(source, person, policy)
	if err := c.admit(ctx, source, person); err != nil {
		return nil, err
	}
	lease, err := fly(c, ctx, c.leases, key, c.config.WalkTime, func(ctx context.Context) (*Lease, error) { return c.walk(ctx, source, key, policy) })
	if err != nil {
		return nil, err
	}
	// The data source may have changed while the chain was walked.
	return lease, c.forget(source)
}

func keyOf(source hub.DataSource, person hub.Person, policy string) Key {
	return Key{
		DataSourceARN: source.ARN(), RoleA: source.Athena.RoleARN, RoleB: source.Athena.ConsumerAccountRoleARN,
		PolicyDigest: digest(policy), Person: PersonKey{SessionName: SessionName(person)}, Epoch: source.Epoch,
	}
}

// admit refuses who may not have credentials whatever the accounts say, and drops what is held of an older state of the
// data source.
func (c *Chain) admit(ctx context.Context, source hub.DataSource, person hub.Person) error {
	switch {
	case person.IsZero():
		return &Failure{Step: 0, Code: "NoCaller", Message: "Nobody is asking."}
	case source.Athena.RoleARN == "":
		return &Failure{Step: 1, Account: source.Account, Code: "NoRole", Message: "The data source names no role, and this hub has no account-wide one."}
	}
	if c.config.Gate != nil {
		if err := c.config.Gate(ctx, source, person); err != nil {
			return gated(source, err)
		}
	}
	return c.forget(source)
}

// walk makes both steps.
func (c *Chain) walk(ctx context.Context, source hub.DataSource, key Key, policy string) (*Lease, error) {
	// Half of the time, so that a first step without an answer is told from a second one.
	first, err := fly(c, ctx, c.hops, hopKey{key.DataSourceARN, key.RoleA, key.RoleB, key.PolicyDigest, key.Epoch}, c.config.WalkTime/2,
		func(ctx context.Context) (*Lease, error) { return c.first(ctx, source, policy) })
	if err != nil {
		var f *Failure
		if !errors.As(err, &f) {
			err = failed(1, source, key.RoleA, err) // the time was over before the step's own
		}
		return nil, err
	}
	lease := *first
	lease.Key = key
	if key.RoleB == "" {
		return &lease, nil
	}
	return c.second(ctx, source, &lease)
}

// forget drops the leases of a data source that has changed since they were made, and refuses a caller who still
// holds it as it was before.
func (c *Chain) forget(source hub.DataSource) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	arn := source.ARN()
	if source.Epoch < c.epochs[arn] {
		return &Failure{Step: 0, Account: source.Account, Code: "DataSourceChanged", Message: "The data source has changed meanwhile. Ask again."}
	}
	if source.Epoch == c.epochs[arn] {
		return nil
	}
	c.epochs[arn] = source.Epoch
	for k := range c.leases {
		if k.DataSourceARN == arn && k.Epoch < source.Epoch {
			delete(c.leases, k)
		}
	}
	for k := range c.hops {
		if k.dataSourceARN == arn && k.epoch < source.Epoch {
			delete(c.hops, k)
		}
	}
	return nil
}

// Forget ends every lease of a data source at once: the owner's switch and a deletion do.
func (c *Chain) Forget(dataSourceARN string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for k := range c.leases {
		if k.DataSourceARN == dataSourceARN {
			delete(c.leases, k)
		}
	}
	for k := range c.hops {
		if k.dataSourceARN == dataSourceARN {
			delete(c.hops, k)
		}
	}
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
