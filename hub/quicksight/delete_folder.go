package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// deleteFolder removes an empty folder.
func (a *api) deleteFolder() service.Operation {
	return define("DeleteFolder", func(in *sdk.DeleteFolderInput) target {
		return folderTarget(in.AwsAccountId, in.FolderId)
	}, func(c *service.Call, in *sdk.DeleteFolderInput) (*sdk.DeleteFolderOutput, error) {
		_, f, err := folder(c, in.FolderId, share.DeleteFolder)
		if err != nil {
			return nil, err
		}
		if err := hub.DeleteFolder(c.Tx, f); err != nil {
			return nil, err
		}
		c.Resource(f.ARN(), "AWS::QuickSight::Folder")
		return &sdk.DeleteFolderOutput{Arn: aws.String(f.ARN()), FolderId: in.FolderId, Status: statusOK}, nil
	})
}
