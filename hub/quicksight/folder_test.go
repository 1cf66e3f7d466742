package quicksight_test

import (
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub/share"
)

func folderARN(id string) string { return "arn:aws:quicksight:us-east-1:111111111111:folder/" + id }

func (k *kit) folder(id string, parent *string) {
	k.t.Helper()
	must[sdk.CreateFolderOutput](k, k.ann, "CreateFolder", &sdk.CreateFolderInput{
		AwsAccountId: aws.String(account), FolderId: aws.String(id), Name: aws.String("Folder " + id), ParentFolderArn: parent,
	})
}

func (k *kit) grantFolder(id string, grant bool, actions ...string) {
	k.t.Helper()
	in := &sdk.UpdateFolderPermissionsInput{AwsAccountId: aws.String(account), FolderId: aws.String(id)}
	list := []types.ResourcePermission{{Principal: aws.String(userARN("bob")), Actions: actions}}
	if grant {
		in.GrantPermissions = list
	} else {
		in.RevokePermissions = list
	}
	must[sdk.UpdateFolderPermissionsOutput](k, k.ann, "UpdateFolderPermissions", in)
}

// TestFolderGivesItsMembers: who sees a folder, or one above it, is a user of what is in it, and who owns it owns that; it
// ends when the permission, the membership or the asset does.
func TestFolderGivesItsMembers(t *testing.T) {
	k := withSet(t)
	must[sdk.CreateDashboardOutput](k, k.ann, "CreateDashboard", newBoard("state"))
	k.folder("top", nil)
	k.folder("inner", aws.String(folderARN("top")))
	see := &sdk.DescribeDashboardInput{AwsAccountId: aws.String(account), DashboardId: aws.String("board")}
	remove := &sdk.DeleteFolderMembershipInput{
		AwsAccountId: aws.String(account), FolderId: aws.String("inner"), MemberType: types.MemberTypeDashboard, MemberId: aws.String("board"),
	}
	put := &sdk.CreateFolderMembershipInput{
		AwsAccountId: remove.AwsAccountId, FolderId: remove.FolderId, MemberType: remove.MemberType, MemberId: remove.MemberId,
	}
	must[sdk.CreateFolderMembershipOutput](k, k.ann, "CreateFolderMembership", put)
	k.refused(fault.NotFound, k.bob, "DescribeDashboard", see)

	k.grantFolder("top", true, share.Viewer(share.Folders)...)
	must[sdk.DescribeDashboardOutput](k, k.bob, "DescribeDashboard", see)
	k.refused(fault.AccessDenied, k.bob, "UpdateDashboardPermissions", &sdk.UpdateDashboardPermissionsInput{AwsAccountId: see.AwsAccountId, DashboardId: see.DashboardId})
	listed := must[sdk.ListDashboardsOutput](k, k.bob, "ListDashboards", &sdk.ListDashboardsInput{AwsAccountId: aws.String(account)})
	if len(listed.DashboardSummaryList) != 1 {
		t.Errorf("bob's list is %+v", listed.DashboardSummaryList)
	}
	k.refused(fault.NotFound, k.bob, "DescribeDataSet", &sdk.DescribeDataSetInput{AwsAccountId: aws.String(account), DataSetId: aws.String("s")})

	k.grantFolder("top", true, share.Owner(share.Folders)...)
	must[sdk.DescribeDashboardPermissionsOutput](k, k.bob, "DescribeDashboardPermissions", &sdk.DescribeDashboardPermissionsInput{AwsAccountId: see.AwsAccountId, DashboardId: see.DashboardId})
	k.grantFolder("top", false, share.Owner(share.Folders)...)
	k.refused(fault.NotFound, k.bob, "DescribeDashboard", see)

	k.grantFolder("inner", true, share.Viewer(share.Folders)...)
	must[sdk.DescribeDashboardOutput](k, k.bob, "DescribeDashboard", see)
	resolved := must[sdk.DescribeFolderResolvedPermissionsOutput](k, k.ann, "DescribeFolderResolvedPermissions", &sdk.DescribeFolderResolvedPermissionsInput{
		AwsAccountId: aws.String(account), FolderId: aws.String("inner"),
	})
	if len(resolved.Permissions) != 2 || *resolved.Permissions[1].Principal != userARN("bob") {
		t.Errorf("resolved: %+v", resolved.Permissions)
	}
	must[sdk.DeleteFolderMembershipOutput](k, k.ann, "DeleteFolderMembership", remove)
	k.refused(fault.NotFound, k.bob, "DescribeDashboard", see)
	must[sdk.CreateFolderMembershipOutput](k, k.ann, "CreateFolderMembership", put)
	must[sdk.DeleteDashboardOutput](k, k.ann, "DeleteDashboard", &sdk.DeleteDashboardInput{AwsAccountId: see.AwsAccountId, DashboardId: see.DashboardId})
	must[sdk.CreateDashboardOutput](k, k.ann, "CreateDashboard", newBoard("state"))
	k.refused(fault.NotFound, k.bob, "DescribeDashboard", see) // another dashboard, which is in no folder
}

// TestFolderTakesOwnersAlone: putting an asset into a folder shares it, so that only its owner may, and only who may fill
// the folder.
func TestFolderTakesOwnersAlone(t *testing.T) {
	k := withSet(t)
	k.folder("f", nil)
	put := &sdk.CreateFolderMembershipInput{
		AwsAccountId: aws.String(account), FolderId: aws.String("f"), MemberType: types.MemberTypeDataset, MemberId: aws.String("s"),
	}
	k.refused(fault.NotFound, k.bob, "CreateFolderMembership", put)
	k.grantFolder("f", true, share.Viewer(share.Folders)...)
	k.refused(fault.AccessDenied, k.bob, "CreateFolderMembership", put)
	k.grantFolder("f", true, "quicksight:CreateFolder", "quicksight:CreateFolderMembership", "quicksight:DeleteFolderMembership", "quicksight:DescribeFolderPermissions")
	k.refusedFor(fault.NotFound, "dataset/s is not found", k.bob, "CreateFolderMembership", put)
	before := k.kept()
	must[sdk.UpdateDataSetPermissionsOutput](k, k.ann, "UpdateDataSetPermissions", &sdk.UpdateDataSetPermissionsInput{
		AwsAccountId: aws.String(account), DataSetId: aws.String("s"),
		GrantPermissions: []types.ResourcePermission{{Principal: aws.String(userARN("bob")), Actions: share.Viewer(share.DataSets)}},
	})
	k.refused(fault.AccessDenied, k.bob, "CreateFolderMembership", put)
	if k.kept() == before {
		t.Error("the grant is not kept")
	}
	must[sdk.CreateFolderMembershipOutput](k, k.ann, "CreateFolderMembership", put)
	put.MemberType, put.MemberId = types.MemberTypeTopic, aws.String("t")
	k.refusedFor(share.InvalidParameterValue, "A folder holds", k.ann, "CreateFolderMembership", put)
	members := must[sdk.ListFolderMembersOutput](k, k.bob, "ListFolderMembers", &sdk.ListFolderMembersInput{AwsAccountId: aws.String(account), FolderId: aws.String("f")})
	if len(members.FolderMemberList) != 1 || *members.FolderMemberList[0].MemberArn != "arn:aws:quicksight:us-east-1:111111111111:dataset/s" {
		t.Errorf("members: %+v", members.FolderMemberList)
	}
	in := must[sdk.ListFoldersForResourceOutput](k, k.bob, "ListFoldersForResource", &sdk.ListFoldersForResourceInput{
		AwsAccountId: aws.String(account), ResourceArn: members.FolderMemberList[0].MemberArn,
	})
	if !slices.Equal(in.Folders, []string{folderARN("f")}) {
		t.Errorf("it is in %v", in.Folders)
	}
}

// TestFolderLife: folders lie in folders to a bound, are renamed, found, and deleted empty.
func TestFolderLife(t *testing.T) {
	k := newKit(t)
	k.folder("a", nil)
	k.folder("b", aws.String(folderARN("a")))
	in := func(id string) *sdk.DeleteFolderInput {
		return &sdk.DeleteFolderInput{AwsAccountId: aws.String(account), FolderId: aws.String(id)}
	}
	k.refusedFor("PreconditionNotMetException", "not empty", k.ann, "DeleteFolder", in("a"))
	shown := must[sdk.DescribeFolderOutput](k, k.ann, "DescribeFolder", &sdk.DescribeFolderInput{AwsAccountId: aws.String(account), FolderId: aws.String("b")}).Folder
	if !slices.Equal(shown.FolderPath, []string{folderARN("a")}) || shown.FolderType != types.FolderTypeShared || shown.SharingModel != types.SharingModelAccount {
		t.Errorf("b is %+v", shown)
	}
	must[sdk.UpdateFolderOutput](k, k.ann, "UpdateFolder", &sdk.UpdateFolderInput{AwsAccountId: aws.String(account), FolderId: aws.String("b"), Name: aws.String("Figures")})
	for filter, want := range map[types.FolderSearchFilter]string{
		{Name: types.FolderFilterAttributeFolderName, Operator: types.FilterOperatorStringLike}:        "figu",
		{Name: types.FolderFilterAttributeParentFolderArn, Operator: types.FilterOperatorStringEquals}: folderARN("a"),
		{Name: types.FolderFilterAttributeFolderName, Operator: types.FilterOperatorStringEquals}:      "Figures",
	} {
		filter.Value = aws.String(want)
		found := must[sdk.SearchFoldersOutput](k, k.ann, "SearchFolders", &sdk.SearchFoldersInput{AwsAccountId: aws.String(account), Filters: []types.FolderSearchFilter{filter}})
		if len(found.FolderSummaryList) != 1 || *found.FolderSummaryList[0].FolderId != "b" {
			t.Errorf("%s finds %+v", filter.Name, found.FolderSummaryList)
		}
	}
	k.refused(fault.Unsupported, k.ann, "CreateFolder", &sdk.CreateFolderInput{
		AwsAccountId: aws.String(account), FolderId: aws.String("r"), Name: aws.String("r"), FolderType: types.FolderTypeRestricted,
	})
	k.refused(fault.AlreadyExists, k.ann, "CreateFolder", &sdk.CreateFolderInput{AwsAccountId: aws.String(account), FolderId: aws.String("a"), Name: aws.String("a")})
	must[sdk.DeleteFolderOutput](k, k.ann, "DeleteFolder", in("b"))
	must[sdk.DeleteFolderOutput](k, k.ann, "DeleteFolder", in("a"))
	parent := (*string)(nil)
	for _, id := range []string{"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"} {
		k.folder(id, parent)
		parent = aws.String(folderARN(id))
	}
	k.refused(fault.Limit, k.ann, "CreateFolder", &sdk.CreateFolderInput{AwsAccountId: aws.String(account), FolderId: aws.String("deep"), Name: aws.String("deep"), ParentFolderArn: parent})
}
