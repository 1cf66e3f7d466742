package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"interlaken/clock"
	"interlaken/hub"
	"interlaken/hub/chain"
)

const (
	coldSamples = 500
	warmSamples = 500
	// warmBatch leases make one sample: one alone is too short for the clock.
	warmBatch = 200

	roleA = "arn:aws:iam::" + hubAccount + ":role/bench-run-as"
	roleB = "arn:aws:iam::" + spokeAccount + ":role/bench-consumer"

	roleATrust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"quicksight.amazonaws.com"},"Action":"sts:AssumeRole",
		"Condition":{"StringLike":{"aws:SourceAccount":"` + hubAccount + `","aws:SourceArn":"arn:aws:quicksight:*:` + hubAccount + `:datasource/*"}}}]}`
	roleAPolicy = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":["` + roleB + `"],
		"Condition":{"StringLike":{"sts:ExternalId":"arn:aws:quicksight:*:` + hubAccount + `:datasource/*"}}}]}`
)

// roleChain measures how long the hub needs for a person's credentials in the spoke: by walking the chain, and from a
// lease that it holds. It reaches the cloud as the product does, through the door without a socket.
func (b *bench) roleChain(ctx context.Context) error {
	if err := b.makeRoles(ctx); err != nil {
		return err
	}
	key, plain, err := b.cloud.Mesh().Directory().NewServiceKey(hub.ServiceName, hubAccount)
	if err != nil {
		return err
	}
	base := clientConfig(b.cloud.Endpoint(), credentials.NewStaticCredentialsProvider(key, plain.Reveal(), ""))
	base.HTTPClient = &http.Client{Transport: b.cloud.Transport()}
	config := chain.Config{AWS: base, Clock: clock.System, ServicePrincipal: true}
	source := hub.DataSource{
		Account: hubAccount, Region: region, ID: "bench",
		Athena: hub.Athena{WorkGroup: "primary", RoleARN: roleA, ConsumerAccountRoleARN: roleB},
	}
	person := hub.Person{Account: hubAccount, Namespace: hub.DefaultNamespace, Name: "author", ID: "AIDAEXAMPLE", ARN: "arn:aws:quicksight:us-east-1:" + hubAccount + ":user/default/author"}

	cold, err := repeat(coldSamples, func() error {
		_, err := chain.New(config).Lease(ctx, source, person)
		return err
	})
	if err != nil {
		return err
	}
	held := chain.New(config)
	warm, err := repeat(warmSamples, func() error {
		for range warmBatch {
			if _, err := held.Lease(ctx, source, person); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	work := fmt.Sprintf("service to role A to role B by AWS's client, through the door without a socket, nothing held, %d times", coldSamples)
	coldP50 := figure{Name: "chain_cold_p50", Value: cold.percentile(50), Unit: "ms", Work: work}
	if b.assumeP50 > 0 {
		coldP50 = coldP50.against("two AssumeRole calls over HTTP at their p50", 2*b.assumeP50)
	}
	b.add(coldP50, figure{Name: "chain_cold_p99", Value: cold.percentile(99), Unit: "ms", Work: work}.against("its p50", coldP50.Value))
	work = fmt.Sprintf("the same from the lease held, mean of %d in a row, %d times", warmBatch, warmSamples)
	for _, p := range []int{50, 99} {
		b.add(figure{Name: fmt.Sprintf("chain_warm_p%d", p), Value: warm.percentile(p) / warmBatch, Unit: "ms", Work: work}.against("the cold chain", cold.percentile(p)))
	}
	return nil
}

func (b *bench) makeRoles(ctx context.Context) error {
	hubSide, spokeSide := iam.NewFromConfig(b.hub), iam.NewFromConfig(b.spoke)
	if _, err := hubSide.CreateRole(ctx, &iam.CreateRoleInput{RoleName: aws.String("bench-run-as"), AssumeRolePolicyDocument: aws.String(roleATrust)}); err != nil {
		return err
	}
	if _, err := hubSide.PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: aws.String("bench-run-as"), PolicyName: aws.String("chain"), PolicyDocument: aws.String(roleAPolicy)}); err != nil {
		return err
	}
	_, err := spokeSide.CreateRole(ctx, &iam.CreateRoleInput{RoleName: aws.String("bench-consumer"), AssumeRolePolicyDocument: aws.String(readerTrust)})
	return err
}
