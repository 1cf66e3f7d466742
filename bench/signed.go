package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"interlaken/policy"
	"interlaken/secret"
	"interlaken/wire/sigv4"
)

const (
	signedAim     = 60.0 // µs: a signature that is verified, and the decision
	signedSamples = 500
	signedBatch   = 100

	burstAim      = 1000.0 / 2000 // ms each, for 2,000 a second
	burstAtOnce   = 16
	burstRequests = 8000
)

// signedDecision measures what each request pays before its work: its signature is verified and one decision is made.
func (b *bench) signedDecision(context.Context) error {
	request, set, err := chainRequest()
	if err != nil {
		return err
	}
	const body = "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A222222222222%3Arole%2Frole-b&RoleSessionName=QuickSight-RoleSession-1&ExternalId=arn%3Aaws%3Aquicksight%3Aus-east-1%3A111111111111%3Adatasource%2Fretail"
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	key := secret.NewText("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
	r, err := http.NewRequest(http.MethodPost, "http://127.0.0.1:8400/", strings.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	sigv4.Sign(r, []byte(body), sigv4.Credentials{AccessKeyID: "AKIAIOSFODNN7EXAMPLE", Secret: key}, "us-east-1", "sts", now)
	lookup := func(*sigv4.Authorization) (secret.Text, error) { return key, nil }
	taken, err := repeat(signedSamples, func() error {
		for range signedBatch {
			a, err := sigv4.Parse(r)
			if err != nil {
				return err
			}
			if _, err := sigv4.Verify(r, []byte(body), a, sigv4.Target{Service: "sts", Region: "us-east-1"}, lookup, now); err != nil {
				return err
			}
			if !policy.Decide(request, set).Allowed {
				return errors.New("the decision is a refusal")
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	b.add(figure{
		Name: "signature_and_decision_p50", Value: taken.percentile(50) * 1000 / signedBatch, Unit: "µs",
		Work: fmt.Sprintf("the signature of an AssumeRole of %d bytes verified, and the chain's own decision; mean of %d in a row, %d times", len(body), signedBatch, signedSamples),
	}.within(signedAim))
	return nil
}

// burst measures AssumeRole across accounts, several at once, client and server on the same processors; and the same
// where nothing waits for the disk, which is what the durable record of both accounts' events costs.
func (b *bench) burst(ctx context.Context) (err error) {
	took, err := b.assumeAtOnce(ctx, b.hub, b.spoke)
	if err != nil {
		return err
	}
	volatile, err := openCloud(ctx, filepath.Join(b.folder, "volatile"), true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, volatile.close(ctx)) }()
	hub, err := volatile.account(ctx, hubAccount, "hub")
	if err != nil {
		return err
	}
	spoke, err := volatile.account(ctx, spokeAccount, "spoke")
	if err != nil {
		return err
	}
	unkept, err := b.assumeAtOnce(ctx, hub, spoke)
	if err != nil {
		return err
	}
	b.add(figure{
		Name: "assume_role_burst", Value: milliseconds(took) / burstRequests, Unit: "ms each",
		Work: fmt.Sprintf("sts:AssumeRole into another account by the SDK's client over HTTP, %d at once, %d of them, two events each on the disk before the answer: "+
			"%.0f a second with client and server on the same processors", burstAtOnce, burstRequests, burstRequests/took.Seconds()),
	}.against("the same without waiting for the disk", milliseconds(unkept)/burstRequests).within(burstAim))
	return nil
}

// assumeAtOnce is how long it takes a caller to assume an owner's role burstRequests times, burstAtOnce at a time.
func (b *bench) assumeAtOnce(ctx context.Context, caller, owner aws.Config) (time.Duration, error) {
	role, err := b.reader(ctx, owner)
	if err != nil {
		return 0, err
	}
	client := sts.NewFromConfig(caller)
	all := func(requests int64) error {
		var left atomic.Int64
		left.Store(requests)
		var workers sync.WaitGroup
		failed := make(chan error, burstAtOnce)
		for range burstAtOnce {
			workers.Go(func() {
				for left.Add(-1) >= 0 {
					_, err := client.AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: &role, RoleSessionName: aws.String("bench"), ExternalId: aws.String(externalID)})
					if err != nil {
						failed <- err
						return
					}
				}
			})
		}
		workers.Wait()
		close(failed)
		return <-failed
	}
	if err := all(burstRequests / 10); err != nil { // what is made once, such as connections, is not what is asked for
		return 0, err
	}
	began := time.Now()
	err = all(burstRequests)
	return time.Since(began), err
}
