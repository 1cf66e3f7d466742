package quicksight_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"interlaken/fault"
	"interlaken/wire/quicksight"
	"interlaken/wire/wiretest"
)

func newClient(url string) *sdk.Client {
	return sdk.New(sdk.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(url), HTTPClient: wiretest.HTTP, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("AKIDEXAMPLE", "secret", ""),
	})
}

func TestRoundTrip(t *testing.T) {
	wiretest.RoundTrip(t, quicksight.Service, 1, func(url string) any { return newClient(url) }, map[string]string{
		"CreateFlow": "its FlowDefinition is a document, a kind of member that the codec refuses",
	})
}

func athenaSource() types.DataSourceParameters {
	return &types.DataSourceParametersMemberAthenaParameters{Value: types.AthenaParameters{
		WorkGroup: aws.String("bank"), RoleArn: aws.String("arn:aws:iam::111111111111:role/A"),
		ConsumerAccountRoleArn: aws.String("arn:aws:iam::222222222222:role/B"),
	}}
}

// TestDataSource goes the way of the walkthrough: create with a union, 202; describe gives the union back.
func TestDataSource(t *testing.T) {
	var kept types.DataSourceParameters
	client := newClient(wiretest.Serve(t, quicksight.Service, func(operation string, input any) (any, error) {
		switch in := input.(type) {
		case *sdk.CreateDataSourceInput:
			kept = in.DataSourceParameters
			return &sdk.CreateDataSourceOutput{DataSourceId: in.DataSourceId, CreationStatus: types.ResourceStatusCreationInProgress, Status: 202}, nil
		case *sdk.DescribeDataSourceInput:
			return &sdk.DescribeDataSourceOutput{DataSource: &types.DataSource{DataSourceId: in.DataSourceId, DataSourceParameters: kept}}, nil
		}
		return nil, fault.New(fault.Unsupported, "%s is not offered here.", operation)
	}))
	created, err := client.CreateDataSource(context.Background(), &sdk.CreateDataSourceInput{
		AwsAccountId: aws.String("111111111111"), DataSourceId: aws.String("id with/slash"), Name: aws.String("bank"),
		Type: types.DataSourceTypeAthena, DataSourceParameters: athenaSource(),
	})
	if err != nil {
		t.Fatal(err)
	}
	if created.Status != 202 || *created.RequestId != wiretest.RequestID || *created.DataSourceId != "id with/slash" {
		t.Errorf("%+v", created)
	}
	described, err := client.DescribeDataSource(context.Background(), &sdk.DescribeDataSourceInput{
		AwsAccountId: aws.String("111111111111"), DataSourceId: aws.String("id with/slash"),
	})
	if err != nil {
		t.Fatal(err)
	}
	member, ok := described.DataSource.DataSourceParameters.(*types.DataSourceParametersMemberAthenaParameters)
	if !ok || *member.Value.ConsumerAccountRoleArn != "arn:aws:iam::222222222222:role/B" || described.Status != 200 {
		t.Errorf("%+v", described)
	}
}

func TestErrors(t *testing.T) {
	var answer error
	client := newClient(wiretest.Serve(t, quicksight.Service, func(string, any) (any, error) { return nil, answer }))
	call := func(name string) error {
		_, err := client.CreateDataSource(context.Background(), &sdk.CreateDataSourceInput{
			AwsAccountId: aws.String("111111111111"),
			DataSourceId: aws.String("d"), Name: aws.String(name), Type: types.DataSourceTypeAthena, DataSourceParameters: athenaSource(),
		})
		return err
	}
	statusOf := func(err error) int {
		var answered *smithyhttp.ResponseError
		if !errors.As(err, &answered) {
			return 0
		}
		return answered.HTTPStatusCode()
	}
	answer = fault.New(fault.AccessDenied, "User: x is not authorized to perform: iam:PassRole on resource: y")
	var denied *types.AccessDeniedException
	if err := call("n"); !errors.As(err, &denied) || denied.ErrorMessage() != fault.Public(answer) || statusOf(err) != http.StatusUnauthorized {
		t.Errorf("%v", err)
	}
	answer = &types.ResourceExistsException{Message: aws.String("exists"), ResourceType: types.ExceptionResourceTypeDataSource}
	var exists *types.ResourceExistsException
	if err := call("n"); !errors.As(err, &exists) || exists.ResourceType != types.ExceptionResourceTypeDataSource || statusOf(err) != http.StatusConflict {
		t.Errorf("%v", err)
	}
	answer = fault.New(fault.Unsupported, "Redshift is not offered here.")
	var api smithy.APIError
	if err := call("n"); !errors.As(err, &api) || api.ErrorCode() != "UnknownOperationException" || api.ErrorMessage() != fault.Public(answer) {
		t.Errorf("%v", err)
	}
	if err := call(""); !errors.As(err, &api) || api.ErrorCode() != "ValidationException" || api.ErrorMessage() !=
		"1 validation error detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1" {
		t.Errorf("%v", err)
	}
}

// TestPhysicalTableKey is worded as AWS was seen to word it.
func TestPhysicalTableKey(t *testing.T) {
	client := newClient(wiretest.Serve(t, quicksight.Service, func(string, any) (any, error) { return &sdk.CreateDataSetOutput{}, nil }))
	_, err := client.CreateDataSet(context.Background(), &sdk.CreateDataSetInput{
		AwsAccountId: aws.String("111111111111"), DataSetId: aws.String("d"),
		Name: aws.String("n"), ImportMode: types.DataSetImportModeSpice, PhysicalTableMap: map[string]types.PhysicalTable{
			"table_map1": &types.PhysicalTableMemberRelationalTable{Value: types.RelationalTable{
				DataSourceArn: aws.String("a"), Name: aws.String("t"),
				InputColumns: []types.InputColumn{{Name: aws.String("c"), Type: types.InputColumnDataTypeString}},
			}},
		},
	})
	var api smithy.APIError
	if !errors.As(err, &api) || api.ErrorCode() != "ValidationException" || api.ErrorMessage() !=
		"1 validation error detected: Value '{table_map1=PhysicalTable}' at 'physicalTableMap' failed to satisfy constraint: Map keys must satisfy constraint: "+
			"[Member must have length less than or equal to 64, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9a-zA-Z-]*]" {
		t.Errorf("%v", err)
	}
}
