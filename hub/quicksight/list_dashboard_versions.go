package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) listDashboardVersions() service.Operation {
	return define("ListDashboardVersions", func(in *sdk.ListDashboardVersionsInput) target {
		return dashboardTarget(in.AwsAccountId, in.DashboardId)
	}, func(c *service.Call, in *sdk.ListDashboardVersionsInput) (*sdk.ListDashboardVersionsOutput, error) {
		_, d, err := dashboard(c, in.DashboardId, share.ListDashboardVersions)
		if err != nil {
			return nil, err
		}
		from, err := token(in.NextToken)
		if err != nil {
			return nil, err
		}
		found, next, err := hub.DashboardVersions(c.Tx, d.Account, d.Region, d.ID, from, pageSize(in.MaxResults))
		if err != nil {
			return nil, err
		}
		out := &sdk.ListDashboardVersionsOutput{DashboardVersionSummaryList: []types.DashboardVersionSummary{}, NextToken: nextToken(next), Status: statusOK}
		for _, v := range found {
			out.DashboardVersionSummaryList = append(out.DashboardVersionSummaryList, types.DashboardVersionSummary{
				Arn: versionARN(d, v.Number), VersionNumber: aws.Int64(v.Number), CreatedTime: aws.Time(v.Created),
				Description: setText(v.Description), Status: versionStatus(v),
			})
		}
		return out, nil
	}, service.Reads)
}
