package quicksight_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub/share"
)

// sketchOver is barOver as an analysis has it.
func sketchOver(column string) *types.AnalysisDefinition {
	d := barOver(column)
	return &types.AnalysisDefinition{DataSetIdentifierDeclarations: d.DataSetIdentifierDeclarations, Sheets: d.Sheets}
}

func newAnalysis(id string) *sdk.CreateAnalysisInput {
	return &sdk.CreateAnalysisInput{AwsAccountId: aws.String(account), AnalysisId: aws.String(id), Name: aws.String("Analysis " + id), Definition: sketchOver("state")}
}

// analysis makes an analysis of the data set s as ann.
func (k *kit) analysis(id string) {
	k.t.Helper()
	must[sdk.CreateAnalysisOutput](k, k.ann, "CreateAnalysis", newAnalysis(id))
}

func (k *kit) describeAnalysis(id string) *types.Analysis {
	k.t.Helper()
	return must[sdk.DescribeAnalysisOutput](k, k.ann, "DescribeAnalysis", &sdk.DescribeAnalysisInput{AwsAccountId: aws.String(account), AnalysisId: aws.String(id)}).Analysis
}

func TestAnalysisLife(t *testing.T) {
	k := withSet(t)
	out := must[sdk.CreateAnalysisOutput](k, k.ann, "CreateAnalysis", newAnalysis("a"))
	if out.Status != 202 || out.CreationStatus != types.ResourceStatusCreationInProgress || *out.Arn != "arn:aws:quicksight:us-east-1:111111111111:analysis/a" {
		t.Errorf("created: %+v", out)
	}
	k.refused(fault.AlreadyExists, k.ann, "CreateAnalysis", newAnalysis("a"))
	if a := k.describeAnalysis("a"); a.Status != types.ResourceStatusCreationSuccessful || *a.Sheets[0].Name != "First" || len(a.DataSetArns) != 1 {
		t.Errorf("shown: %+v", a)
	}
	update := &sdk.UpdateAnalysisInput{AwsAccountId: aws.String(account), AnalysisId: aws.String("a"), Name: aws.String("New"), Definition: sketchOver("nothing")}
	k.refusedFor(share.InvalidParameterValue, `has no column "nothing"`, k.ann, "UpdateAnalysis", update)
	update.ValidationStrategy = &types.ValidationStrategy{Mode: types.ValidationStrategyModeLenient}
	must[sdk.UpdateAnalysisOutput](k, k.ann, "UpdateAnalysis", update)
	if a := k.describeAnalysis("a"); a.Status != types.ResourceStatusUpdateSuccessful || *a.Name != "New" || a.Errors[0].Type != types.AnalysisErrorTypeColumnReplacementMissing {
		t.Errorf("updated: %+v", a)
	}
	definition := must[sdk.DescribeAnalysisDefinitionOutput](k, k.ann, "DescribeAnalysisDefinition", &sdk.DescribeAnalysisDefinitionInput{AwsAccountId: aws.String(account), AnalysisId: aws.String("a")})
	if *definition.Definition.Sheets[0].SheetId != "one" || len(definition.Errors) != 1 {
		t.Errorf("the definition is %+v", definition)
	}
	k.refused(fault.NotFound, k.bob, "DescribeAnalysis", &sdk.DescribeAnalysisInput{AwsAccountId: aws.String(account), AnalysisId: aws.String("a")})
	k.refusedFor(fault.NotFound, "dataset/s is not found", k.bob, "CreateAnalysis", newAnalysis("b"))
	granted := must[sdk.UpdateAnalysisPermissionsOutput](k, k.ann, "UpdateAnalysisPermissions", &sdk.UpdateAnalysisPermissionsInput{
		AwsAccountId: aws.String(account), AnalysisId: aws.String("a"),
		GrantPermissions: []types.ResourcePermission{{Principal: aws.String(userARN("bob")), Actions: share.Viewer(share.Analyses)}},
	})
	if len(granted.Permissions) != 2 || len(granted.Permissions[0].Actions) != 7 {
		t.Errorf("granted: %+v", granted.Permissions)
	}
	k.refused(fault.AccessDenied, k.bob, "DescribeAnalysisDefinition", &sdk.DescribeAnalysisDefinitionInput{AwsAccountId: aws.String(account), AnalysisId: aws.String("a")})
	for owner, want := range map[string]int{"ann": 1, "bob": 0} {
		found := must[sdk.SearchAnalysesOutput](k, k.bob, "SearchAnalyses", &sdk.SearchAnalysesInput{AwsAccountId: aws.String(account), Filters: []types.AnalysisSearchFilter{{
			Name: types.AnalysisFilterAttributeDirectQuicksightSoleOwner, Operator: types.FilterOperatorStringEquals, Value: aws.String(userARN(owner)),
		}}})
		if len(found.AnalysisSummaryList) != want {
			t.Errorf("%s owns %d analyses", owner, len(found.AnalysisSummaryList))
		}
	}
}

// TestDeletedAnalyses: a deleted analysis can be restored as long as its window is open, to its folders too.
func TestDeletedAnalyses(t *testing.T) {
	k := withSet(t)
	k.analysis("a")
	k.folder("kept", nil)
	k.folder("gone", nil)
	for _, id := range []string{"kept", "gone"} {
		must[sdk.CreateFolderMembershipOutput](k, k.ann, "CreateFolderMembership", &sdk.CreateFolderMembershipInput{
			AwsAccountId: aws.String(account), FolderId: aws.String(id), MemberType: types.MemberTypeAnalysis, MemberId: aws.String("a"),
		})
	}
	remove := &sdk.DeleteAnalysisInput{AwsAccountId: aws.String(account), AnalysisId: aws.String("a"), RecoveryWindowInDays: aws.Int64(7)}
	restore := &sdk.RestoreAnalysisInput{AwsAccountId: aws.String(account), AnalysisId: aws.String("a"), RestoreToFolders: true}
	k.refused(fault.Conflict, k.ann, "RestoreAnalysis", restore)
	remove.ForceDeleteWithoutRecovery = true
	k.refused(share.InvalidParameterValue, k.ann, "DeleteAnalysis", remove)
	remove.ForceDeleteWithoutRecovery = false
	out := must[sdk.DeleteAnalysisOutput](k, k.ann, "DeleteAnalysis", remove)
	if !out.DeletionTime.Equal(k.Clock.Now().Add(7 * 24 * time.Hour)) {
		t.Errorf("it goes at %v", out.DeletionTime)
	}
	if a := k.describeAnalysis("a"); a.Status != types.ResourceStatusDeleted {
		t.Errorf("deleted it is %s", a.Status)
	}
	k.refusedFor(fault.Conflict, "restore it first", k.ann, "UpdateAnalysis", &sdk.UpdateAnalysisInput{AwsAccountId: aws.String(account), AnalysisId: aws.String("a"), Name: aws.String("x"), Definition: sketchOver("n")})
	k.refused(fault.AlreadyExists, k.ann, "CreateAnalysis", newAnalysis("a"))
	must[sdk.DeleteFolderOutput](k, k.ann, "DeleteFolder", &sdk.DeleteFolderInput{AwsAccountId: aws.String(account), FolderId: aws.String("gone")})
	back := must[sdk.RestoreAnalysisOutput](k, k.ann, "RestoreAnalysis", restore)
	if !slices.Equal(back.RestorationFailedFolderArns, []string{folderARN("gone")}) {
		t.Errorf("restored: %+v", back)
	}
	in := must[sdk.ListFoldersForResourceOutput](k, k.ann, "ListFoldersForResource", &sdk.ListFoldersForResourceInput{AwsAccountId: aws.String(account), ResourceArn: back.Arn})
	if !slices.Equal(in.Folders, []string{folderARN("kept")}) {
		t.Errorf("it is in %v", in.Folders)
	}
	must[sdk.DeleteAnalysisOutput](k, k.ann, "DeleteAnalysis", remove)
	k.Clock.Advance(7 * 24 * time.Hour)
	k.refused(fault.NotFound, k.ann, "RestoreAnalysis", restore)
	if all := must[sdk.ListAnalysesOutput](k, k.ann, "ListAnalyses", &sdk.ListAnalysesInput{AwsAccountId: aws.String(account)}); len(all.AnalysisSummaryList) != 0 {
		t.Errorf("listed: %+v", all.AnalysisSummaryList)
	}
	k.analysis("a")
	if strings.Count(k.kept(), "\nhub.analysis ") != 1 {
		t.Error("the one that cannot be restored is kept")
	}
}
