package sts_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
	"github.com/aws/smithy-go"

	"interlaken/fault"
	"interlaken/wire/sts"
	"interlaken/wire/wiretest"
)

func newClient(url string) *sdk.Client {
	return sdk.New(sdk.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(url), HTTPClient: wiretest.HTTP, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
	})
}

func TestRoundTrip(t *testing.T) {
	wiretest.RoundTrip(t, sts.Service, 1, func(url string) any { return newClient(url) }, nil)
}

func TestAssumeRole(t *testing.T) {
	expires := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	client := newClient(wiretest.Serve(t, sts.Service, func(operation string, input any) (any, error) {
		in := input.(*sdk.AssumeRoleInput)
		if operation != "AssumeRole" || *in.RoleSessionName != "a+b=c@d" || *in.Tags[1].Value != "" || in.DurationSeconds == nil {
			t.Errorf("%s %+v", operation, in)
		}
		return &sdk.AssumeRoleOutput{
			Credentials: &types.Credentials{
				AccessKeyId: aws.String("ASIAEXAMPLE"), SecretAccessKey: aws.String("<s&cret>"),
				SessionToken: aws.String("token"), Expiration: &expires,
			},
			PackedPolicySize: aws.Int32(7),
		}, nil
	}))
	got, err := client.AssumeRole(context.Background(), &sdk.AssumeRoleInput{
		RoleArn: aws.String("arn:aws:iam::222222222222:role/B"), RoleSessionName: aws.String("a+b=c@d"), DurationSeconds: aws.Int32(900),
		Tags: []types.Tag{{Key: aws.String("k 1"), Value: aws.String("é")}, {Key: aws.String("k2"), Value: aws.String("")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if *got.Credentials.SecretAccessKey != "<s&cret>" || !got.Credentials.Expiration.Equal(expires) || *got.PackedPolicySize != 7 {
		t.Errorf("%+v", got)
	}
}

func TestErrors(t *testing.T) {
	var answer error
	client := newClient(wiretest.Serve(t, sts.Service, func(string, any) (any, error) { return nil, answer }))
	call := func(session string, seconds int32) error {
		_, err := client.AssumeRole(context.Background(), &sdk.AssumeRoleInput{
			RoleArn: aws.String("arn:aws:iam::222222222222:role/B"), RoleSessionName: aws.String(session), DurationSeconds: aws.Int32(seconds),
		})
		return err
	}
	answer = &types.PackedPolicyTooLargeException{Message: aws.String("Packed size of session tags consumes 138% of allotted space.")}
	var tooLarge *types.PackedPolicyTooLargeException
	if err := call("name", 900); !errors.As(err, &tooLarge) || tooLarge.ErrorMessage() != "Packed size of session tags consumes 138% of allotted space." {
		t.Errorf("a typed error came back as %v", err)
	}
	const refusal = "User: x is not authorized to perform: sts:AssumeRole on resource: y"
	answer = fault.Wrap(errors.New("private"), fault.AccessDenied, refusal)
	var api smithy.APIError
	if err := call("name", 900); !errors.As(err, &api) || api.ErrorCode() != "AccessDenied" || api.ErrorMessage() != refusal {
		t.Errorf("a refusal came back as %v", err)
	}
	if err := call("no/slash", 60); !errors.As(err, &api) || api.ErrorCode() != "ValidationError" || api.ErrorMessage() !=
		`2 validation errors detected: Value 'no/slash' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*; `+
			"Value '60' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900" {
		t.Errorf("a violation came back as %v", err)
	}
}
