package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// updateFolderPermissions gives and takes permissions on a folder, and so on what is in it.
func (a *api) updateFolderPermissions() service.Operation {
	return define("UpdateFolderPermissions", func(in *sdk.UpdateFolderPermissionsInput) target {
		return folderTarget(in.AwsAccountId, in.FolderId)
	}, func(c *service.Call, in *sdk.UpdateFolderPermissionsInput) (*sdk.UpdateFolderPermissionsOutput, error) {
		_, f, err := folder(c, in.FolderId, share.UpdateFolderPermissions)
		if err != nil {
			return nil, err
		}
		next, err := changed(c, hub.Folders, share.Folders, f.Asset, in.GrantPermissions, in.RevokePermissions)
		if err != nil {
			return nil, err
		}
		c.Resource(f.ARN(), "AWS::QuickSight::Folder")
		return &sdk.UpdateFolderPermissionsOutput{Arn: aws.String(f.ARN()), FolderId: in.FolderId, Permissions: next, Status: statusOK}, nil
	})
}
