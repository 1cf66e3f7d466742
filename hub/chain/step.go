package chain

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"interlaken/hub"
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
	lease.Steps[0] = c.step(out)
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
	lease := &Lease{Key: first.Key, Account: accountOf(roleB), RoleASession: first.RoleASession, Steps: first.Steps}
	if lease.RoleBSession, err = lease.take(out); err != nil {
		return nil, failed(2, source, roleB, err)
	}
	lease.Steps[1] = c.step(out)
	return lease, nil
}

// step notes by what a call is found in the trails, once its answer has been taken.
func (c *Chain) step(out *sts.AssumeRoleOutput) Step {
	requestID, _ := middleware.GetRequestIDMetadata(out.ResultMetadata)
	return Step{RequestID: requestID, AccessKeyID: aws.ToString(out.Credentials.AccessKeyId), At: c.config.Clock.Now()}
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
