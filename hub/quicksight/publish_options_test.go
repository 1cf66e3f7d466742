package quicksight_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"
)

// TestPublishOptionsAreGivenBack: each version has its own, or none.
func TestPublishOptionsAreGivenBack(t *testing.T) {
	k := withSet(t)
	in := newBoard("state")
	in.DashboardPublishOptions = &types.DashboardPublishOptions{
		ExportToCSVOption:   &types.ExportToCSVOption{AvailabilityStatus: types.DashboardBehaviorDisabled},
		SheetControlsOption: &types.SheetControlsOption{VisibilityState: types.DashboardUIStateCollapsed},
	}
	must[sdk.CreateDashboardOutput](k, k.ann, "CreateDashboard", in)
	must[sdk.UpdateDashboardOutput](k, k.ann, "UpdateDashboard", &sdk.UpdateDashboardInput{
		AwsAccountId: in.AwsAccountId, DashboardId: in.DashboardId, Name: in.Name, Definition: in.Definition,
	})
	options := func(version int64) *types.DashboardPublishOptions {
		return must[sdk.DescribeDashboardDefinitionOutput](k, k.ann, "DescribeDashboardDefinition", &sdk.DescribeDashboardDefinitionInput{
			AwsAccountId: in.AwsAccountId, DashboardId: in.DashboardId, VersionNumber: aws.Int64(version),
		}).DashboardPublishOptions
	}
	first := options(1)
	if first == nil || first.ExportToCSVOption == nil || first.ExportToCSVOption.AvailabilityStatus != types.DashboardBehaviorDisabled ||
		first.SheetControlsOption == nil || first.SheetControlsOption.VisibilityState != types.DashboardUIStateCollapsed || first.AdHocFilteringOption != nil {
		t.Errorf("the first version's are %+v", first)
	}
	if second := options(2); second != nil {
		t.Errorf("the second version's are %+v, and none were given", second)
	}
}
