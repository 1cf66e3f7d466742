package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// createAnalysis keeps an analysis. The answer says CREATION_IN_PROGRESS, as AWS's does; DescribeAnalysis says that it is
// done.
func (a *api) createAnalysis() service.Operation {
	return define("CreateAnalysis", func(in *sdk.CreateAnalysisInput) target {
		t := analysisTarget(in.AwsAccountId, in.AnalysisId)
		t.tags = in.Tags
		return t
	}, func(c *service.Call, in *sdk.CreateAnalysisInput) (*sdk.CreateAnalysisOutput, error) {
		caller, asset, err := request{share.Analyses, in.AnalysisId, in.Name, in.Tags, in.Permissions}.asset(c)
		if err != nil {
			return nil, err
		}
		made := hub.Analysis{Asset: asset}
		if made.Content, err = (sketch{"CreateAnalysis", in.Definition, in.SourceEntity, in.ThemeArn, in.Parameters, in.ValidationStrategy}).content(c, caller); err != nil {
			return nil, err
		}
		if err := hub.PurgeAnalyses(c.Tx, made.Account, made.Region, c.Now); err != nil {
			return nil, err
		}
		if err := hub.Analyses.Create(c.Tx, made); err != nil {
			return nil, err
		}
		if err := intoFolders(c, caller, in.FolderArns, made.ARN()); err != nil {
			return nil, err
		}
		c.Resource(made.ARN(), "AWS::QuickSight::Analysis")
		return &sdk.CreateAnalysisOutput{
			Arn: aws.String(made.ARN()), AnalysisId: in.AnalysisId, CreationStatus: types.ResourceStatusCreationInProgress, Status: statusAccepted,
		}, nil
	}, service.Shows(func(input any) any {
		in := *input.(*sdk.CreateAnalysisInput)
		in.Definition = nil
		return &in
	}, nil))
}
