package chain

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"interlaken/hub"
	"interlaken/secret"
	"interlaken/wire"
	"interlaken/wire/sigv4"
)

// traceSession names the sessions with which the hub reads its own account's trail.
const traceSession = "interlaken-trace"

// Trace assumes the role of the hub account with which the hub may read that account's trail. The hub has no such right
// of its own. The lease is held as others are; its Key has the role as RoleA and nothing else.
func (c *Chain) Trace(ctx context.Context, hubAccount, region, roleARN string) (*Lease, error) {
	// Not a data source: only what names the place, so that STS is told on whose behalf as for every other role.
	source := hub.DataSource{Account: hubAccount, Region: region, Athena: hub.Athena{RoleARN: roleARN}}
	key := Key{RoleA: roleARN, Person: PersonKey{SessionName: traceSession}}
	return fly(c, ctx, c.leases, key, c.config.WalkTime, func(ctx context.Context) (*Lease, error) {
		lease, err := c.traceStep(ctx, source)
		if err == nil {
			lease.Key = key
		}
		return lease, err
	})
}

func (c *Chain) traceStep(ctx context.Context, source hub.DataSource) (*Lease, error) {
	input := &sts.AssumeRoleInput{
		RoleArn: aws.String(source.Athena.RoleARN), RoleSessionName: aws.String(traceSession), DurationSeconds: aws.Int32(sessionSeconds),
	}
	var options []func(*sts.Options)
	if c.config.ServicePrincipal {
		options = append(options, sts.WithAPIOptions(
			smithyhttp.SetHeaderValue("X-Amz-Source-Account", source.Account),
			smithyhttp.SetHeaderValue("X-Amz-Source-Arn", hub.TraceARN(source.Region, source.Account)),
		))
	} else {
		input.ExternalId = aws.String(hub.TraceARN(source.Region, source.Account))
	}
	out, err := c.sts.AssumeRole(ctx, input, options...)
	if err != nil {
		return nil, failed(1, source, source.Athena.RoleARN, err)
	}
	lease := &Lease{Account: accountOf(source.Athena.RoleARN)}
	if lease.RoleASession, err = lease.take(out); err != nil {
		return nil, failed(1, source, source.Athena.RoleARN, err)
	}
	lease.Steps[0] = c.step(out)
	return lease, nil
}

// Own returns a client of our own operations that acts with a lease, as far as the cloud that answers has them.
func (c *Chain) Own(l *Lease) (*wire.Client, error) {
	endpoint := aws.ToString(c.config.AWS.BaseEndpoint)
	if endpoint == "" {
		return nil, errors.New("chain: the cloud of this hub has no operations of ours")
	}
	sender := c.config.AWS.HTTPClient
	if sender == nil {
		sender = http.DefaultClient
	}
	return &wire.Client{
		HTTP: &http.Client{Transport: roundTripper(sender.Do)}, Endpoint: strings.TrimRight(endpoint, "/"), Region: c.config.AWS.Region, Clock: c.config.Clock,
		Credentials: sigv4.Credentials{
			AccessKeyID: l.credentials.AccessKeyID, Secret: secret.NewText(l.credentials.SecretAccessKey), SessionToken: secret.NewText(l.credentials.SessionToken),
		},
	}, nil
}

// roundTripper makes a transport of what the SDK sends its requests with.
type roundTripper func(*http.Request) (*http.Response, error)

func (r roundTripper) RoundTrip(request *http.Request) (*http.Response, error) { return r(request) }
