package cli

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"interlaken/clock"
	"interlaken/secret"
	"interlaken/wire"
	"interlaken/wire/sigv4"
)

// configuration reads the AWS configuration for calls of our own operations, which no endpoint of AWS has. profile "" is
// the one that flags or environment name.
func (c *command) configuration(ctx context.Context, profile string) (aws.Config, error) {
	loaded, err := c.load(ctx, profile)
	if err == nil && aws.ToString(loaded.BaseEndpoint) == "" {
		return loaded, errors.New("there is no endpoint: give --endpoint-url, or choose a profile that has an endpoint_url")
	}
	if err == nil {
		err = withRegion(loaded)
	}
	return loaded, err
}

// awsConfiguration reads it for calls of AWS's operations. Without an endpoint, it is AWS's own.
func (c *command) awsConfiguration(ctx context.Context) (aws.Config, error) {
	loaded, err := c.load(ctx, "")
	if err == nil {
		err = withRegion(loaded)
	}
	return loaded, err
}

func withRegion(loaded aws.Config) error {
	if loaded.Region == "" {
		return errors.New("there is no region: give --region, or choose a profile that has one")
	}
	return nil
}

// load reads the AWS configuration as every AWS client does, flags before environment before files.
func (c *command) load(ctx context.Context, profile string) (aws.Config, error) {
	if profile == "" {
		profile = c.profile
	}
	var options []func(*config.LoadOptions) error
	if profile != "" {
		options = append(options, config.WithSharedConfigProfile(profile))
	}
	if c.region != "" {
		options = append(options, config.WithRegion(c.region))
	}
	if c.endpoint != "" {
		options = append(options, config.WithBaseEndpoint(c.endpoint))
	}
	loaded, err := config.LoadDefaultConfig(ctx, options...)
	if err != nil {
		return loaded, fmt.Errorf("the AWS configuration cannot be read: %w", err)
	}
	return loaded, nil
}

// connect makes a client of our own operations.
func (c *command) connect(ctx context.Context) (*wire.Client, error) {
	loaded, err := c.configuration(ctx, "")
	if err != nil {
		return nil, err
	}
	return clientOf(ctx, loaded, http.DefaultClient)
}

// callerAccount is the account whose credentials a configuration has.
func callerAccount(ctx context.Context, loaded aws.Config) (string, error) {
	who, err := sts.NewFromConfig(loaded).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return "", err
	}
	return aws.ToString(who.Account), nil
}

// clientOf makes a client that signs with the credentials of an AWS configuration.
func clientOf(ctx context.Context, loaded aws.Config, over *http.Client) (*wire.Client, error) {
	if loaded.Credentials == nil {
		return nil, errors.New("there are no credentials: choose a profile that has some with --profile or AWS_PROFILE")
	}
	found, err := loaded.Credentials.Retrieve(ctx)
	if err != nil {
		return nil, fmt.Errorf("there are no credentials: choose a profile that has some with --profile or AWS_PROFILE (%w)", err)
	}
	return &wire.Client{
		HTTP: over, Endpoint: strings.TrimRight(aws.ToString(loaded.BaseEndpoint), "/"), Region: loaded.Region, Clock: clock.System,
		Credentials: sigv4.Credentials{
			AccessKeyID: found.AccessKeyID, Secret: secret.NewText(found.SecretAccessKey), SessionToken: secret.NewText(found.SessionToken),
		},
	}, nil
}

// call calls one of our own operations and returns its output.
func call[Out any](ctx context.Context, client *wire.Client, s *wire.Service, operation string, in any) (*Out, error) {
	out := new(Out)
	return out, client.Call(ctx, s, operation, in, out)
}
