package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) describeAnalysisPermissions() service.Operation {
	return define("DescribeAnalysisPermissions", func(in *sdk.DescribeAnalysisPermissionsInput) target {
		return analysisTarget(in.AwsAccountId, in.AnalysisId)
	}, func(c *service.Call, in *sdk.DescribeAnalysisPermissionsInput) (*sdk.DescribeAnalysisPermissionsOutput, error) {
		_, found, err := analysis(c, in.AnalysisId, share.Analyses.DescribesPermissions())
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeAnalysisPermissionsOutput{
			AnalysisArn: aws.String(found.ARN()), AnalysisId: in.AnalysisId, Permissions: shownPermissions(found.Permissions), Status: statusOK,
		}, nil
	}, service.Reads)
}
