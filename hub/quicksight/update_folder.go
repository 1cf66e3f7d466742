package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) updateFolder() service.Operation {
	return define("UpdateFolder", func(in *sdk.UpdateFolderInput) target {
		return folderTarget(in.AwsAccountId, in.FolderId)
	}, func(c *service.Call, in *sdk.UpdateFolderInput) (*sdk.UpdateFolderOutput, error) {
		_, f, err := folder(c, in.FolderId, share.UpdateFolder)
		if err != nil {
			return nil, err
		}
		if err := assetName("folder", aws.ToString(in.Name)); err != nil {
			return nil, err
		}
		err = hub.Folders.Change(c.Tx, f.Account, f.Region, f.ID, func(kept *hub.Folder) error {
			kept.Name, kept.Updated = *in.Name, c.Now
			return nil
		})
		if err != nil {
			return nil, err
		}
		c.Resource(f.ARN(), "AWS::QuickSight::Folder")
		return &sdk.UpdateFolderOutput{Arn: aws.String(f.ARN()), FolderId: in.FolderId, Status: statusOK}, nil
	})
}
