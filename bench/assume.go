package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

const (
	assumeSamples = 2000
	assumeAim     = 1.0 // ms, p50
	externalID    = "arn:aws:quicksight:us-east-1:" + hubAccount + ":datasource/bench"
	readerTrust   = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::` + hubAccount + `:root"},
		"Action":"sts:AssumeRole","Condition":{"StringLike":{"sts:ExternalId":"arn:aws:quicksight:*:` + hubAccount + `:datasource/*"}}}]}`
)

// assumeRole measures AssumeRole across accounts by the SDK's client over HTTP, here and on moto.
func (b *bench) assumeRole(ctx context.Context) error {
	own, err := b.assume(ctx, b.hub, b.spoke)
	if err != nil {
		return err
	}
	work := fmt.Sprintf("sts:AssumeRole into another account with an ExternalId, SDK client over HTTP on 127.0.0.1, one at a time, %d times; "+
		"signature, policies and ExternalId checked, two trail events on the disk", assumeSamples)
	p50, p99 := figure{Name: "assume_role_p50", Value: own.percentile(50), Unit: "ms", Work: work}, figure{Name: "assume_role_p99", Value: own.percentile(99), Unit: "ms", Work: work}
	mocked, err := b.assumeAtMoto(ctx)
	switch {
	case errors.Is(err, errNoPeer):
		fmt.Fprintln(b.progress, "  ", err)
	case err != nil:
		return err
	default:
		peer := fmt.Sprintf("%s (%s)", moto, moto.says)
		p50, p99 = p50.against(peer, mocked.percentile(50)), p99.against(peer, mocked.percentile(99))
	}
	b.assumeP50 = p50.Value
	b.add(p50.within(assumeAim), p99)
	return nil
}

func (b *bench) assumeAtMoto(ctx context.Context) (samples, error) {
	endpoint, stop, err := moto.start(ctx, b.peers, b.folder)
	if err != nil {
		return nil, err
	}
	defer stop()
	config := clientConfig(endpoint, credentials.NewStaticCredentialsProvider("AKIAIOSFODNN7EXAMPLE", "none", ""))
	return b.assume(ctx, config, config)
}

// assume makes a role as the owner and assumes it as the caller.
func (b *bench) assume(ctx context.Context, caller, owner aws.Config) (samples, error) {
	role, err := b.reader(ctx, owner)
	if err != nil {
		return nil, err
	}
	client := sts.NewFromConfig(caller)
	return repeat(assumeSamples, func() error {
		_, err := client.AssumeRole(ctx, &sts.AssumeRoleInput{
			RoleArn: &role, RoleSessionName: aws.String("bench"), ExternalId: aws.String(externalID),
		})
		return err
	})
}

// reader makes a role that the hub may assume, and returns its ARN. Making it again changes nothing.
func (b *bench) reader(ctx context.Context, owner aws.Config) (string, error) {
	const name = "bench-reader"
	client := iam.NewFromConfig(owner)
	made, err := client.CreateRole(ctx, &iam.CreateRoleInput{RoleName: aws.String(name), AssumeRolePolicyDocument: aws.String(readerTrust)})
	if err == nil {
		return *made.Role.Arn, nil
	}
	var exists *types.EntityAlreadyExistsException
	if !errors.As(err, &exists) {
		return "", err
	}
	found, err := client.GetRole(ctx, &iam.GetRoleInput{RoleName: aws.String(name)})
	if err != nil {
		return "", err
	}
	return *found.Role.Arn, nil
}
