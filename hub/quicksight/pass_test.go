package quicksight_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub/share"
)

// TestIAMDecidesPassDataSet: who may use a data set by its permissions, and whom IAM does not let pass it, neither makes
// nor changes a dashboard of it.
func TestIAMDecidesPassDataSet(t *testing.T) {
	const words = "is not authorized to perform: quicksight:PassDataSet on resource: arn:aws:quicksight:us-east-1:111111111111:dataset/s"
	k := withSet(t)
	carl := k.User(account, "carl", `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"quicksight:*","Resource":"*"},
		{"Effect":"Deny","Action":"quicksight:PassDataSet","Resource":"arn:aws:quicksight:us-east-1:111111111111:dataset/s"}]}`)
	k.register(carl, types.UserRoleAuthor)
	must[sdk.UpdateDataSetPermissionsOutput](k, k.ann, "UpdateDataSetPermissions", &sdk.UpdateDataSetPermissionsInput{
		AwsAccountId: aws.String(account), DataSetId: aws.String("s"),
		GrantPermissions: []types.ResourcePermission{{Principal: aws.String(userARN("carl")), Actions: share.Viewer(share.DataSets)}},
	})
	before := k.kept()
	k.refusedFor(fault.AccessDenied, words, carl, "CreateDashboard", newBoard("state"))
	if now := k.kept(); now != before {
		t.Errorf("the refused call wrote\n%s", now)
	}
	must[sdk.CreateDashboardOutput](k, k.ann, "CreateDashboard", newBoard("state"))
	must[sdk.UpdateDashboardPermissionsOutput](k, k.ann, "UpdateDashboardPermissions", &sdk.UpdateDashboardPermissionsInput{
		AwsAccountId: aws.String(account), DashboardId: aws.String("board"),
		GrantPermissions: []types.ResourcePermission{{Principal: aws.String(userARN("carl")), Actions: share.Owner(share.Dashboards)}},
	})
	k.refusedFor(fault.AccessDenied, words, carl, "UpdateDashboard", &sdk.UpdateDashboardInput{
		AwsAccountId: aws.String(account), DashboardId: aws.String("board"), Name: aws.String("The board"), Definition: barOver("state"),
	})
}
