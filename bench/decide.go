package main

import (
	"context"
	"errors"
	"fmt"

	"interlaken/policy"
)

const (
	decideSamples = 500
	// decideBatch decisions make one sample.
	decideBatch = 1000
	// decideShare is the part of an AssumeRole that its decision may be.
	decideShare = 0.01
)

// decide measures a decision of package policy: what every request of every API waits for.
func (b *bench) decide(ctx context.Context) error {
	request, set, err := readObject()
	if err != nil {
		return err
	}
	taken, err := repeat(decideSamples, func() error {
		for range decideBatch {
			if !policy.Decide(request, set).Allowed {
				return errors.New("the decision is a refusal")
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	work := fmt.Sprintf("s3:GetObject in another account by a role's session: identity, resource and session policy, boundary, "+
		"two levels of SCPs and one of RCPs, 15 statements, 4 of the policies with 3 conditions each; mean of %d in a row, %d times", decideBatch, decideSamples)
	for _, p := range []int{50, 99} {
		f := figure{Name: fmt.Sprintf("policy_decide_p%d", p), Value: taken.percentile(p) / decideBatch, Unit: "ms", Work: work}
		if b.assumeP50 > 0 {
			f = f.against("AssumeRole over HTTP at its p50", b.assumeP50)
		} else {
			f = f.against(fmt.Sprintf("%g of AssumeRole's aim", decideShare), decideShare*assumeAim)
		}
		b.add(f)
	}
	for _, more := range []func(context.Context) error{b.decideChain, b.decideMix, b.signedDecision} {
		if err := more(ctx); err != nil {
			return err
		}
	}
	return nil
}

// decideChainAim is what a decision on the chain's own second step may take, in microseconds.
const decideChainAim = 0.7

// decideChain measures the decision of the chain's own request: a session of role A, scoped down to one role B, assumes it
// with the ExternalId.
func (b *bench) decideChain(ctx context.Context) error {
	request, set, err := chainRequest()
	if err != nil {
		return err
	}
	once := func() error {
		for range decideBatch {
			if !policy.Decide(request, set).Allowed {
				return errors.New("the decision is a refusal")
			}
		}
		return nil
	}
	taken, err := repeat(decideSamples, once)
	if err != nil {
		return err
	}
	allocated, err := allocations(once)
	if err != nil {
		return err
	}
	const work = "sts:AssumeRole on role B by a session of role A with the ExternalId: identity, session and trust policy"
	p50 := figure{Name: "policy_decide_chain_p50", Value: taken.percentile(50) * 1000 / decideBatch, Unit: "µs", Work: work}
	memory := figure{Name: "policy_decide_chain_allocations", Value: allocated / decideBatch, Unit: "a decision", Work: work + "; the aim is none"}
	peer, err := b.cedar(ctx)
	switch {
	case errors.Is(err, errNoPeer):
		fmt.Fprintln(b.progress, "  ", err)
	case err != nil:
		return err
	default:
		const name = "cedar-go 1.9.1, the same three documents in Cedar"
		p50, memory = p50.against(name, peer.Microseconds), memory.against(name, peer.Allocations)
	}
	b.add(p50.within(decideChainAim), memory)
	return nil
}

// chainRequest is the second step of the published procedure, and what applies to it.
func chainRequest() (*policy.Request, *policy.Set, error) {
	const source = "arn:aws:quicksight:us-east-1:" + hubAccount + ":datasource/retail"
	roleA, roleB := "arn:aws:iam::"+hubAccount+":role/role-a", "arn:aws:iam::"+spokeAccount+":role/role-b"
	request := &policy.Request{
		Principal: policy.Principal{
			Kind: policy.RoleSession, Account: hubAccount, ARN: "arn:aws:sts::" + hubAccount + ":assumed-role/role-a/QuickSight-RoleSession-1", IssuerARN: roleA,
			ID: "AROAEXAMPLEROLEA00000:QuickSight-RoleSession-1", IssuerID: "AROAEXAMPLEROLEA00000",
		},
		Action: "sts:AssumeRole", Resource: roleB,
	}
	for key, value := range map[string]string{
		"sts:ExternalId": source, "sts:RoleSessionName": "QuickSight-RoleSession-1", "aws:PrincipalArn": roleA, "aws:PrincipalAccount": hubAccount, "aws:SourceIp": "127.0.0.1",
		"aws:SecureTransport": "true", "aws:CurrentTime": "2026-03-04T05:06:07Z", "aws:RequestedRegion": "us-east-1",
	} {
		request.Context.Set(key, value)
	}
	var failed error
	load := func(kind policy.Kind, statement string) *policy.Policy {
		loaded, err := policy.Load(policy.Source{Kind: kind}, []byte(`{"Version":"2012-10-17","Statement":[`+statement+`]}`))
		failed = errors.Join(failed, err)
		return loaded
	}
	anySource := `"Condition":{"StringLike":{"sts:ExternalId":"arn:aws:quicksight:*:` + hubAccount + `:datasource/*"}}`
	set := &policy.Set{
		Identity: []*policy.Policy{load(policy.Identity, `{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"`+roleB+`",`+anySource+`}`)},
		Session:  []*policy.Policy{load(policy.Session, `{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"`+roleB+`"}`)},
		Resource: load(policy.Trust, `{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::`+hubAccount+`:root"},"Action":"sts:AssumeRole",`+anySource+`}`),
	}
	return request, set, failed
}

// readObject is a request as the door sees many, and what applies to it.
func readObject() (*policy.Request, *policy.Set, error) {
	issuer := "arn:aws:iam::" + hubAccount + ":role/team/reader"
	request := &policy.Request{
		Principal: policy.Principal{
			Kind: policy.RoleSession, Account: hubAccount, ARN: "arn:aws:sts::" + hubAccount + ":assumed-role/reader/author", IssuerARN: issuer,
			ID: "AROAEXAMPLEREADER0000:author", IssuerID: "AROAEXAMPLEREADER0000",
		},
		Action: "s3:GetObject", Resource: "arn:aws:s3:::bank-lake/complaints/month=2020-03/part-0.parquet", ResourceAccount: spokeAccount,
	}
	for key, value := range map[string]string{
		"aws:SecureTransport": "true", "aws:PrincipalArn": issuer, "aws:SourceIp": "10.12.4.55", "aws:CurrentTime": "2026-03-04T05:06:07Z",
	} {
		request.Context.Set(key, value)
	}
	var failed error
	load := func(kind policy.Kind, principal string) *policy.Policy {
		loaded, err := policy.Load(policy.Source{Kind: kind}, []byte(`{"Version":"2012-10-17","Statement":[
			{"Effect":"Deny",`+principal+`"Action":"s3:Delete*","Resource":"*"},
			{"Effect":"Deny",`+principal+`"Action":"*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}},
			{"Effect":"Allow",`+principal+`"Action":["glue:Get*","s3:Get?bject"],"Resource":["arn:aws:s3:::bank-lake/*/month=*/part-?.parquet"],
			 "Condition":{"IpAddress":{"aws:SourceIp":"10.12.0.0/16"},"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111111111111:role/*"}}}]}`))
		failed = errors.Join(failed, err)
		return loaded
	}
	set := &policy.Set{
		Identity: []*policy.Policy{load(policy.Identity, "")},
		Resource: load(policy.Resource, `"Principal":{"AWS":"`+hubAccount+`"},`),
		Boundary: load(policy.Boundary, ""),
		Session:  []*policy.Policy{load(policy.Session, "")},
		SCPs:     [][]*policy.Policy{{policy.FullAWSAccess}, {policy.FullAWSAccess}},
		RCPs:     [][]*policy.Policy{{policy.RCPFullAWSAccess}},
	}
	return request, set, failed
}
