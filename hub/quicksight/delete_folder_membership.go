package quicksight

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// deleteFolderMembership takes an asset out of a folder, and from the folder's people what it gave them.
func (a *api) deleteFolderMembership() service.Operation {
	return define("DeleteFolderMembership", func(in *sdk.DeleteFolderMembershipInput) target {
		return folderTarget(in.AwsAccountId, in.FolderId)
	}, func(c *service.Call, in *sdk.DeleteFolderMembershipInput) (*sdk.DeleteFolderMembershipOutput, error) {
		caller, f, err := folder(c, in.FolderId, share.DeleteFolderMembership)
		if err != nil {
			return nil, err
		}
		m, err := member(c, caller, f, in.MemberType, in.MemberId, share.Kind.Describes)
		if err != nil {
			return nil, err
		}
		if err := hub.RemoveFolderMember(c.Tx, m); err != nil {
			return nil, err
		}
		c.Resource(f.ARN(), "AWS::QuickSight::Folder")
		return &sdk.DeleteFolderMembershipOutput{Status: statusOK}, nil
	})
}
