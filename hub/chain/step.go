package chain

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"interlaken/hub"
	"interlaken/secret"
	"interlaken/wire"
	"interlaken/wire/sigv4"
)

// scopeDown is the session policy of the first step: it leaves role A one thing, to assume this role B under this
// data source's ARN (SECURITY S5). Without a role B there is nothing to scope down to, and it is "".
func scopeDown(source hub.DataSource) string {
	if source.Athena.ConsumerAccountRoleARN == "" {
		return ""
	}
	// Written member by member in a fixed order, so that the same data source always has the same text.
	text, err := json.Marshal(struct {
		Version   string
		Statement []any
	}{"2012-10-17", []any{struct {
		Effect, Action, Resource string
		Condition                any
	}{"Allow", "sts:AssumeRole", source.Athena.ConsumerAccountRoleARN, map[string]any{
		"StringEquals": map[string]string{"sts:ExternalId": source.ARN()},
	}}}})
	if err != nil {
		panic(fmt.Sprintf("chain: %v", err)) // strings always marshal
	}
	return string(text)
}

// first assumes role A as the service.
func (c *Chain) first(ctx context.Context, source hub.DataSource, policy string) (*Lease, error) {
	input := &sts.AssumeRoleInput{
		RoleArn: aws.String(source.Athena.RoleARN),
		// The name that QuickSight itself gives (seen in public CloudTrail records).
		RoleSessionName: aws.String(fmt.Sprintf("QuickSight-RoleSession-%d", c.config.Clock.Now().UnixMilli())),
		DurationSeconds: aws.Int32(sessionSeconds),
	}
	if policy != "" {
		input.Policy = aws.String(policy)
	}
	var options []func(*sts.Options)
	if c.config.ServicePrincipal {
		options = append(options, sts.WithAPIOptions(
			smithyhttp.SetHeaderValue("X-Amz-Source-Account", source.Account),
			smithyhttp.SetHeaderValue("X-Amz-Source-Arn", source.ARN()),
		))
	} else {
		input.ExternalId = aws.String(source.ARN())
	}
	out, err := c.sts.AssumeRole(ctx, input, options...)
	if err != nil {
		return nil, failed(1, source, source.Athena.RoleARN, err)
	}
	lease := &Lease{Account: accountOf(source.Athena.RoleARN)}
	if lease.RoleASession, err = lease.take(out); err != nil {
		return nil, failed(1, source, source.Athena.RoleARN, err)
	}
	lease.RoleAKey = lease.credentials.AccessKeyID
	return lease, nil
}

// second assumes role B with the session of role A.
func (c *Chain) second(ctx context.Context, source hub.DataSource, first *Lease) (*Lease, error) {
	roleB := source.Athena.ConsumerAccountRoleARN
	out, err := sts.NewFromConfig(c.Config(first)).AssumeRole(ctx, &sts.AssumeRoleInput{
		RoleArn:         aws.String(roleB),
		RoleSessionName: aws.String(first.Key.Person.SessionName),
		ExternalId:      aws.String(source.ARN()),
		DurationSeconds: aws.Int32(sessionSeconds),
	})
	if err != nil {
		return nil, failed(2, source, roleB, err)
	}
	lease := &Lease{Key: first.Key, Account: accountOf(roleB), RoleASession: first.RoleASession, RoleAKey: first.RoleAKey}
	if lease.RoleBSession, err = lease.take(out); err != nil {
		return nil, failed(2, source, roleB, err)
	}
	lease.RoleBKey = lease.credentials.AccessKeyID
	return lease, nil
}

// errNoAnswer is an answer without credentials, which a client reads out of an empty one.
var errNoAnswer = errors.New("the answer holds no credentials")

// take takes the credentials of an answer and returns the session's ARN.
func (l *Lease) take(out *sts.AssumeRoleOutput) (session string, err error) {
	c := out.Credentials
	if c == nil || out.AssumedRoleUser == nil {
		return "", errNoAnswer
	}
	l.Expires = aws.ToTime(c.Expiration)
	l.credentials = aws.Credentials{
		AccessKeyID: aws.ToString(c.AccessKeyId), SecretAccessKey: aws.ToString(c.SecretAccessKey),
		SessionToken: aws.ToString(c.SessionToken), CanExpire: true, Expires: l.Expires, Source: "interlaken role chain",
	}
	return aws.ToString(out.AssumedRoleUser.Arn), nil
}

// AssumeTrace assumes a role of the hub account as the service, for reading that account's own trail.
func (c *Chain) AssumeTrace(ctx context.Context, account, role string) (*Lease, error) {
	input := &sts.AssumeRoleInput{
		RoleArn: aws.String(role), RoleSessionName: aws.String("QuickSight-Trace"), DurationSeconds: aws.Int32(traceSeconds),
	}
	var options []func(*sts.Options)
	if c.config.ServicePrincipal {
		options = append(options, sts.WithAPIOptions(smithyhttp.SetHeaderValue("X-Amz-Source-Account", account)))
	}
	out, err := c.sts.AssumeRole(ctx, input, options...)
	if err != nil {
		return nil, err
	}
	lease := &Lease{Account: account}
	lease.RoleASession, err = lease.take(out)
	return lease, err
}

// traceSeconds is the shortest session there is.
const traceSeconds = 900

// Ledger returns a client of the account's own view of itself that acts with the lease.
func (c *Chain) Ledger(l *Lease) *wire.Client {
	return &wire.Client{
		HTTP: httpClient{c.config.AWS.HTTPClient}.client(), Endpoint: aws.ToString(c.config.AWS.BaseEndpoint), Region: c.config.AWS.Region, Clock: c.config.Clock,
		Credentials: sigv4.Credentials{
			AccessKeyID: l.credentials.AccessKeyID, Secret: secret.NewText(l.credentials.SecretAccessKey), SessionToken: secret.NewText(l.credentials.SessionToken),
		},
	}
}

// httpClient is the SDK's HTTP client as the standard library has it.
type httpClient struct{ doer aws.HTTPClient }

func (h httpClient) client() *http.Client { return &http.Client{Transport: h} }

// RoundTrip implements http.RoundTripper.
func (h httpClient) RoundTrip(r *http.Request) (*http.Response, error) { return h.doer.Do(r) }
