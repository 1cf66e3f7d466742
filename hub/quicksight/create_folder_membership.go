package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// createFolderMembership puts an asset into a folder. It gives the folder's people permissions on the asset, so the caller
// has to be the asset's owner.
func (a *api) createFolderMembership() service.Operation {
	return define("CreateFolderMembership", func(in *sdk.CreateFolderMembershipInput) target {
		return folderTarget(in.AwsAccountId, in.FolderId)
	}, func(c *service.Call, in *sdk.CreateFolderMembershipInput) (*sdk.CreateFolderMembershipOutput, error) {
		caller, f, err := folder(c, in.FolderId, share.CreateFolderMembership)
		if err != nil {
			return nil, err
		}
		m, err := member(c, caller, f, in.MemberType, in.MemberId, share.Kind.ChangesPermissions)
		if err != nil {
			return nil, err
		}
		if err := hub.PutFolderMember(c.Tx, m); err != nil {
			return nil, err
		}
		c.Resource(f.ARN(), "AWS::QuickSight::Folder")
		return &sdk.CreateFolderMembershipOutput{FolderMember: &types.FolderMember{MemberId: aws.String(m.ID), MemberType: m.Type}, Status: statusOK}, nil
	})
}
