package athena_test

import (
	"context"
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/wire/athena"
	"interlaken/wire/wiretest"
)

func newClient(url string) *sdk.Client {
	return sdk.New(sdk.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(url), HTTPClient: wiretest.HTTP, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
	})
}

func TestRoundTrip(t *testing.T) {
	wiretest.RoundTrip(t, athena.Service, 1, func(url string) any { return newClient(url) }, nil)
}

// TestErrors: Athena's code member beside the usual ones, from a typed error and from a fault.
func TestErrors(t *testing.T) {
	var answer error
	client := newClient(wiretest.Serve(t, athena.Service, func(string, any) (any, error) { return nil, answer }))
	call := func(query string) *types.InvalidRequestException {
		_, err := client.StartQueryExecution(context.Background(), &sdk.StartQueryExecutionInput{QueryString: aws.String(query)})
		var invalid *types.InvalidRequestException
		if !errors.As(err, &invalid) {
			t.Fatalf("%v is not the typed error", err)
		}
		return invalid
	}
	answer = &types.InvalidRequestException{Message: aws.String("WorkGroup is not found."), AthenaErrorCode: aws.String("INVALID_INPUT")}
	if got := call("SELECT 1"); got.ErrorMessage() != "WorkGroup is not found." || *got.AthenaErrorCode != "INVALID_INPUT" {
		t.Errorf("%+v", got)
	}
	answer = fault.New("InvalidRequestException", "line 1:8: mismatched input").With("AthenaErrorCode", "MALFORMED_QUERY")
	if got := call("SELECT 1"); got.ErrorMessage() != "line 1:8: mismatched input" || *got.AthenaErrorCode != "MALFORMED_QUERY" {
		t.Errorf("%+v", got)
	}
	if got := call(""); got.ErrorMessage() != "1 validation error detected: Value '' at 'queryString' failed to satisfy constraint: "+
		"Member must have length greater than or equal to 1" {
		t.Errorf("%+v", got)
	}
}
