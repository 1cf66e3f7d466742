package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) searchDashboards() service.Operation {
	return define("SearchDashboards", func(in *sdk.SearchDashboardsInput) target {
		return dashboardTarget(in.AwsAccountId, aws.String("*"))
	}, func(c *service.Call, in *sdk.SearchDashboardsInput) (*sdk.SearchDashboardsOutput, error) {
		var filters []condition
		for _, f := range in.Filters {
			filters = append(filters, condition{string(f.Name), f.Operator, f.Value})
		}
		holds, err := search(c, share.Dashboards, "DASHBOARD_NAME", filters)
		if err != nil {
			return nil, err
		}
		all, of := pages[hub.Dashboard](hub.Dashboards), dashboardEntry
		found, next, err := find(c, all, in.NextToken, in.MaxResults, share.DescribeDashboard, of, func(kept *hub.Dashboard) (bool, error) {
			return holds(of(kept))
		})
		if err != nil {
			return nil, err
		}
		out := &sdk.SearchDashboardsOutput{DashboardSummaryList: []types.DashboardSummary{}, NextToken: next, Status: statusOK}
		for i := range found {
			out.DashboardSummaryList = append(out.DashboardSummaryList, summaryOfDashboard(found[i]))
		}
		return out, nil
	}, service.Reads)
}
