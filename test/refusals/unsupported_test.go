package refusals_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/glue"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	s3types "github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// What AWS has and this program has not is refused in so many words, to whoever asks (DESIGN, decision 10: fail closed).
func TestWhatIsNotBuiltSaysSo(t *testing.T) {
	w, ctx := newWorld(t, nil), context.Background()
	p, bucket := w.admins[hub], w.bucket(hub, "hub-data", nil)
	for _, r := range []refusal{
		{
			name: "STS", event: "GetFederationToken", status: 400, code: "InvalidAction", message: "sts.amazonaws.com does not offer the operation GetFederationToken here.",
			do: func() error {
				return errorOf(p.sts().GetFederationToken(ctx, &sts.GetFederationTokenInput{Name: aws.String("fay")}))
			},
		},
		{
			name: "IAM", event: "CreateInstanceProfile", status: 400, code: "InvalidAction", message: "iam.amazonaws.com does not offer the operation CreateInstanceProfile here.",
			do: func() error {
				return errorOf(p.iam().CreateInstanceProfile(ctx, &iam.CreateInstanceProfileInput{InstanceProfileName: aws.String("p")}))
			},
		},
		{
			name: "Glue", event: "GetCrawlers", status: 400, code: "UnknownOperationException", message: "glue.amazonaws.com does not offer the operation GetCrawlers here.",
			do: func() error { return errorOf(p.glue().GetCrawlers(ctx, &glue.GetCrawlersInput{})) },
		},
		{
			name: "Athena", event: "ListNotebookMetadata", status: 400, code: "UnknownOperationException", message: "athena.amazonaws.com does not offer the operation ListNotebookMetadata here.",
			do: func() error {
				return errorOf(p.athena().ListNotebookMetadata(ctx, &athena.ListNotebookMetadataInput{WorkGroup: aws.String("primary")}))
			},
		},
		{
			name: "QuickSight", event: "ListTopics", status: 404, code: "UnknownOperationException", message: "quicksight.amazonaws.com does not offer the operation ListTopics here.",
			do: func() error {
				return errorOf(p.quicksight().ListTopics(ctx, &quicksight.ListTopicsInput{AwsAccountId: aws.String(hub)}))
			},
		},
		{
			name: "S3", event: "PutBucketCors", status: 501, code: "NotImplemented", message: "s3.amazonaws.com does not offer the operation PutBucketCors here.",
			do: func() error {
				return errorOf(p.s3().PutBucketCors(ctx, &s3.PutBucketCorsInput{Bucket: &bucket, CORSConfiguration: &s3types.CORSConfiguration{
					CORSRules: []s3types.CORSRule{{AllowedMethods: []string{"GET"}, AllowedOrigins: []string{"*"}}},
				}}))
			},
		},
	} {
		r.account = hub
		w.refuse(r)
	}
}
