package iam_test

import (
	"context"
	"errors"
	"net/url"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/smithy-go"

	"interlaken/fault"
	"interlaken/wire/iam"
	"interlaken/wire/wiretest"
)

func newClient(url string) *sdk.Client {
	return sdk.New(sdk.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(url), HTTPClient: wiretest.HTTP, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
	})
}

func TestRoundTrip(t *testing.T) {
	wiretest.RoundTrip(t, iam.Service, 1, func(url string) any { return newClient(url) }, nil)
}

// TestPolicyDocuments: they come in plain and go out URL-encoded.
func TestPolicyDocuments(t *testing.T) {
	const document = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"sts:AssumeRole"} ]}`
	client := newClient(wiretest.Serve(t, iam.Service, func(operation string, input any) (any, error) {
		role := &types.Role{RoleName: aws.String("B"), AssumeRolePolicyDocument: aws.String(document)}
		if operation == "CreateRole" {
			if got := *input.(*sdk.CreateRoleInput).AssumeRolePolicyDocument; got != document {
				t.Errorf("decoded %s", got)
			}
			return &sdk.CreateRoleOutput{Role: role}, nil
		}
		return &sdk.GetRoleOutput{Role: role}, nil
	}))
	created, err := client.CreateRole(context.Background(), &sdk.CreateRoleInput{RoleName: aws.String("B"), AssumeRolePolicyDocument: aws.String(document)})
	if err != nil {
		t.Fatal(err)
	}
	got, err := client.GetRole(context.Background(), &sdk.GetRoleInput{RoleName: aws.String("B")})
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []*types.Role{created.Role, got.Role} {
		plain, err := url.PathUnescape(*role.AssumeRolePolicyDocument) // as botocore does: "+" is a plus
		if err != nil || plain != document || *role.AssumeRolePolicyDocument == document {
			t.Errorf("%s, %v", *role.AssumeRolePolicyDocument, err)
		}
	}
}

func TestErrors(t *testing.T) {
	var answer error
	client := newClient(wiretest.Serve(t, iam.Service, func(string, any) (any, error) { return nil, answer }))
	call := func(name string) error {
		_, err := client.GetRole(context.Background(), &sdk.GetRoleInput{RoleName: aws.String(name)})
		return err
	}
	var missing *types.NoSuchEntityException
	for _, answer = range []error{
		&types.NoSuchEntityException{Message: aws.String("The role with name B cannot be found.")},
		fault.New(fault.NotFound, "The role with name B cannot be found."),
		fault.New("NoSuchEntity", "The role with name B cannot be found."),
	} {
		if err := call("B"); !errors.As(err, &missing) || missing.ErrorMessage() != "The role with name B cannot be found." {
			t.Errorf("%v", err)
		}
	}
	var api smithy.APIError
	if err := call("no/slash"); !errors.As(err, &api) || api.ErrorCode() != "ValidationError" {
		t.Errorf("%v", err)
	}
	if code, status := iam.Service.ErrorCode(fault.New(fault.AlreadyExists, "x")); code != "EntityAlreadyExists" || status != 409 {
		t.Errorf("%s %d", code, status)
	}
	if code, status := iam.Service.ErrorCode(errors.New("x")); code != "ServiceFailure" || status != 500 {
		t.Errorf("%s %d", code, status)
	}
}
