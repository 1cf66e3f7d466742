package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) describeAnalysis() service.Operation {
	return define("DescribeAnalysis", func(in *sdk.DescribeAnalysisInput) target {
		return analysisTarget(in.AwsAccountId, in.AnalysisId)
	}, func(c *service.Call, in *sdk.DescribeAnalysisInput) (*sdk.DescribeAnalysisOutput, error) {
		_, found, err := analysis(c, in.AnalysisId, share.DescribeAnalysis)
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeAnalysisOutput{Status: statusOK, Analysis: &types.Analysis{
			Arn: aws.String(found.ARN()), AnalysisId: in.AnalysisId, Name: aws.String(found.Name), Status: analysisStatus(&found),
			CreatedTime: aws.Time(found.Created), LastUpdatedTime: aws.Time(found.Updated), DataSetArns: found.DataSets, ThemeArn: setText(found.Theme),
			Sheets: shownSheets(found.Sheets), Errors: shownAnalysisErrors(found.Errors),
		}}, nil
	}, service.Reads)
}
