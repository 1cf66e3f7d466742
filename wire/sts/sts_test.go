package sts_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/aws-sdk-go-v2/service/sts/types"
	"github.com/aws/smithy-go"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"interlaken/fault"
	"interlaken/wire"
	"interlaken/wire/sts"
)

// serve answers requests of a real client: decode, hand the input over, encode what comes back.
func serve(t *testing.T, answer func(input any) (any, error)) *sdk.Client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		output, o, err := func() (any, *wire.Operation, error) {
			body, err := wire.ReadBody(r, 1<<20)
			if err != nil {
				return nil, nil, err
			}
			o, err := sts.Service.Route(r, body)
			if err != nil {
				return nil, nil, err
			}
			input, err := wire.Decode(r, body, o)
			if err != nil {
				return nil, nil, err
			}
			if err := wire.Validate(o, input); err != nil {
				return nil, nil, err
			}
			output, err := answer(input)
			return output, o, err
		}()
		if err == nil {
			err = wire.Encode(w, o, output, "request-1")
		}
		if err != nil {
			wire.EncodeError(w, r, sts.Service, err, "request-1")
		}
	}))
	t.Cleanup(server.Close)
	return sdk.New(sdk.Options{
		Region:           "us-east-1",
		BaseEndpoint:     aws.String(server.URL),
		Credentials:      credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
		RetryMaxAttempts: 1,
	})
}

func TestAssumeRole(t *testing.T) {
	want := &sdk.AssumeRoleInput{
		RoleArn:           aws.String("arn:aws:iam::222222222222:role/B"),
		RoleSessionName:   aws.String("a+b=c@d, e"),
		ExternalId:        aws.String("arn:aws:quicksight:us-east-1:111111111111:datasource/*"),
		DurationSeconds:   aws.Int32(900),
		Policy:            aws.String(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}`),
		Tags:              []types.Tag{{Key: aws.String("k 1"), Value: aws.String("é&=")}, {Key: aws.String("k2"), Value: aws.String("")}},
		TransitiveTagKeys: []string{"k 1"},
		PolicyArns:        []types.PolicyDescriptorType{{Arn: aws.String("arn:aws:iam::aws:policy/ReadOnlyAccess")}},
	}
	expires := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	answer := &sdk.AssumeRoleOutput{
		Credentials: &types.Credentials{
			AccessKeyId: aws.String("ASIAEXAMPLE"), SecretAccessKey: aws.String("<s&cret>"),
			SessionToken: aws.String("token"), Expiration: &expires,
		},
		AssumedRoleUser:  &types.AssumedRoleUser{Arn: aws.String("arn:aws:sts::222222222222:assumed-role/B/x"), AssumedRoleId: aws.String("AROA:x")},
		PackedPolicySize: aws.Int32(7),
	}
	client := serve(t, func(input any) (any, error) {
		if d := cmp.Diff(want, input, cmpopts.IgnoreUnexported(sdk.AssumeRoleInput{}, types.Tag{}, types.PolicyDescriptorType{})); d != "" {
			t.Errorf("input (-sent +decoded):\n%s", d)
		}
		return answer, nil
	})
	got, err := client.AssumeRole(context.Background(), want)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(answer, got, cmpopts.IgnoreFields(sdk.AssumeRoleOutput{}, "ResultMetadata"),
		cmpopts.IgnoreUnexported(sdk.AssumeRoleOutput{}, types.Credentials{}, types.AssumedRoleUser{})); d != "" {
		t.Errorf("output (-answered +read):\n%s", d)
	}
}

func TestErrors(t *testing.T) {
	var answer error
	client := serve(t, func(any) (any, error) { return nil, answer })
	call := func() error {
		_, err := client.AssumeRole(context.Background(), &sdk.AssumeRoleInput{
			RoleArn: aws.String("arn:aws:iam::222222222222:role/B"), RoleSessionName: aws.String("name"),
		})
		return err
	}
	answer = &types.PackedPolicyTooLargeException{Message: aws.String("Packed size of session tags consumes 138% of allotted space.")}
	var tooLarge *types.PackedPolicyTooLargeException
	if err := call(); !errors.As(err, &tooLarge) || tooLarge.ErrorMessage() != answer.(smithy.APIError).ErrorMessage() {
		t.Errorf("a typed error came back as %v", err)
	}
	answer = fault.Wrap(errors.New("private"), fault.AccessDenied, "User: x is not authorized to perform: sts:AssumeRole on resource: y")
	var denied smithy.APIError
	if err := call(); !errors.As(err, &denied) || denied.ErrorCode() != "AccessDenied" ||
		denied.ErrorMessage() != "User: x is not authorized to perform: sts:AssumeRole on resource: y" {
		t.Errorf("a refusal came back as %v", err)
	}
}
