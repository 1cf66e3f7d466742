package cloudtrail_test

import (
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"

	"interlaken/wire/cloudtrail"
	"interlaken/wire/wiretest"
)

func newClient(url string) *sdk.Client {
	return sdk.New(sdk.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(url), HTTPClient: wiretest.HTTP, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
	})
}

func TestRoundTrip(t *testing.T) {
	wiretest.RoundTrip(t, cloudtrail.Service, 1, func(url string) any { return newClient(url) }, nil)
}

// TestTarget: Go's client names the operation in one way, botocore's in another.
func TestTarget(t *testing.T) {
	for target, known := range map[string]bool{
		"CloudTrail_20131101.LookupEvents":                                    true,
		"com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents": true,
		"com.amazonaws.other.CloudTrail_20131101.LookupEvents":                false,
		"AmazonAthena.LookupEvents":                                           false,
	} {
		r := httptest.NewRequest("POST", "/", nil)
		r.Header.Set("X-Amz-Target", target)
		if o, err := cloudtrail.Service.Route(r, nil); (err == nil) != known || known && o.Name != "LookupEvents" {
			t.Errorf("%s: %v, %v", target, o, err)
		}
	}
}
