package quicksight_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"interlaken/gateway"
	"interlaken/hub/share"
	"interlaken/store"
)

// client is the SDK's own client of an IAM user of the hub account, through the front door.
func (k *kit) client(user string) *sdk.Client {
	k.t.Helper()
	var keyID, secretKey string
	k.Update(func(tx store.Tx) error {
		key, secret, err := k.Directory.CreateAccessKey(tx, account, user)
		keyID, secretKey = key.ID, secret.Reveal()
		return err
	})
	return sdk.New(sdk.Options{
		Region: region, BaseEndpoint: aws.String("http://hub.example"), Retryer: aws.NopRetryer{},
		Credentials: credentials.NewStaticCredentialsProvider(keyID, secretKey, ""),
		HTTPClient:  &http.Client{Transport: gateway.Transport(gateway.New(gateway.Config{Mesh: k.Mesh, Region: region}))},
	})
}

// status is the HTTP status of an error.
func status(t *testing.T, err error) int {
	t.Helper()
	var response *smithyhttp.ResponseError
	if !errors.As(err, &response) {
		t.Fatalf("%v has no response", err)
	}
	return response.HTTPStatusCode()
}

// The published procedure's calls, by the SDK's client: create, verify, share, use, clean up.
func TestThroughTheDoor(t *testing.T) {
	k := newKit(t)
	k.Clock.Advance(time.Since(k.Clock.Now())) // the client signs with the machine's time
	ann, bob, ctx := k.client("ann"), k.client("bob"), t.Context()
	in := newSource("athena-cross-account")
	in.Permissions = []types.ResourcePermission{{Principal: aws.String(userARN("ann")), Actions: share.Owner(share.DataSources)}}
	created, err := ann.CreateDataSource(ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	if created.CreationStatus != types.ResourceStatusCreationInProgress || created.Status != 202 || aws.ToString(created.RequestId) == "" {
		t.Errorf("created: %+v", created)
	}
	k.proved("athena-cross-account", 1)
	see := &sdk.DescribeDataSourceInput{AwsAccountId: aws.String(account), DataSourceId: aws.String("athena-cross-account")}
	shown, err := ann.DescribeDataSource(ctx, see)
	if err != nil {
		t.Fatal(err)
	}
	p, ok := shown.DataSource.DataSourceParameters.(*types.DataSourceParametersMemberAthenaParameters)
	if !ok || *p.Value.ConsumerAccountRoleArn != roleB || shown.DataSource.Status != types.ResourceStatusCreationSuccessful || !shown.DataSource.CreatedTime.Equal(k.Clock.Now().Truncate(time.Millisecond)) {
		t.Errorf("shown: %+v", shown.DataSource)
	}
	_, err = bob.DescribeDataSource(ctx, see)
	var missing *types.ResourceNotFoundException
	if !errors.As(err, &missing) || missing.ResourceType != types.ExceptionResourceTypeDataSource || status(t, err) != 404 {
		t.Errorf("bob before the share: %v", err)
	}
	shared, err := ann.UpdateDataSourcePermissions(ctx, &sdk.UpdateDataSourcePermissionsInput{
		AwsAccountId: aws.String(account), DataSourceId: aws.String("athena-cross-account"),
		GrantPermissions: []types.ResourcePermission{{Principal: aws.String(userARN("bob")), Actions: share.Viewer(share.DataSources)}},
	})
	if err != nil || *shared.DataSourceArn != sourceARN("athena-cross-account") {
		t.Errorf("shared: %+v, %v", shared, err)
	}
	if _, err := bob.CreateDataSet(ctx, newSet("s", customSQL(sourceARN("athena-cross-account"), "SELECT 1 AS n"))); err != nil {
		t.Error(err)
	}
	set, err := bob.DescribeDataSet(ctx, &sdk.DescribeDataSetInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s")})
	if err != nil || *set.DataSet.PhysicalTableMap["t"].(*types.PhysicalTableMemberCustomSql).Value.SqlQuery != "SELECT 1 AS n" {
		t.Errorf("the set is shown as %+v, %v", set, err)
	}
	_, err = bob.DeleteDataSource(ctx, &sdk.DeleteDataSourceInput{AwsAccountId: aws.String(account), DataSourceId: aws.String("athena-cross-account")})
	var denied *types.AccessDeniedException
	if !errors.As(err, &denied) || status(t, err) != 401 {
		t.Errorf("bob deletes: %v", err)
	}
	_, err = bob.CreateDataSet(ctx, newSet("s2", customSQL(sourceARN("athena-cross-account"), "DROP TABLE t")))
	var value *types.InvalidParameterValueException
	if !errors.As(err, &value) || status(t, err) != 400 {
		t.Errorf("DROP: %v", err)
	}
	_, err = bob.RegisterUser(ctx, registration(k.bob.Principal.ARN))
	var exists *types.ResourceExistsException
	if !errors.As(err, &exists) || status(t, err) != 409 || exists.ResourceType != types.ExceptionResourceTypeUser {
		t.Errorf("bob registers himself again: %v", err)
	}
	_, err = bob.ListTopics(ctx, &sdk.ListTopicsInput{AwsAccountId: aws.String(account)})
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() != "UnknownOperationException" {
		t.Errorf("an operation that is not offered: %v", err)
	}
	if _, err := ann.DeleteDataSource(ctx, &sdk.DeleteDataSourceInput{AwsAccountId: aws.String(account), DataSourceId: aws.String("athena-cross-account")}); err != nil {
		t.Error(err)
	}
}
