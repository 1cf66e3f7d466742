package glue_test

import (
	"context"
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/wire/glue"
	"interlaken/wire/wiretest"
)

func newClient(url string) *sdk.Client {
	return sdk.New(sdk.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(url), HTTPClient: wiretest.HTTP, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
	})
}

func TestRoundTrip(t *testing.T) {
	wiretest.RoundTrip(t, glue.Service, 1, func(url string) any { return newClient(url) }, nil)
}

func TestErrors(t *testing.T) {
	client := newClient(wiretest.Serve(t, glue.Service, func(string, any) (any, error) {
		return nil, fault.New(fault.NotFound, "Entity Not Found")
	}))
	_, err := client.GetTable(context.Background(), &sdk.GetTableInput{DatabaseName: aws.String("bank"), Name: aws.String("complaints")})
	var missing *types.EntityNotFoundException
	if !errors.As(err, &missing) || missing.ErrorMessage() != "Entity Not Found" {
		t.Errorf("%v", err)
	}
}
