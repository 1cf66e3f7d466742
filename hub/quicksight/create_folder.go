package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// createFolder makes an empty folder. A restricted one, whose assets could not be shared outside, is refused: a
// restriction is never kept without being enforced.
func (a *api) createFolder() service.Operation {
	return define("CreateFolder", func(in *sdk.CreateFolderInput) target {
		t := folderTarget(in.AwsAccountId, in.FolderId)
		t.tags = in.Tags
		return t
	}, func(c *service.Call, in *sdk.CreateFolderInput) (*sdk.CreateFolderOutput, error) {
		if in.FolderType == types.FolderTypeRestricted {
			return nil, fault.New(fault.Unsupported, "Folders of type RESTRICTED are unsupported here; make one of type SHARED.")
		}
		caller, asset, err := request{share.Folders, in.FolderId, in.Name, in.Tags, in.Permissions}.asset(c)
		if err != nil {
			return nil, err
		}
		f := hub.Folder{Asset: asset, Sharing: types.SharingModelAccount}
		if in.SharingModel != "" {
			f.Sharing = in.SharingModel
		}
		if f.Parent, err = parent(c, caller, in.ParentFolderArn); err != nil {
			return nil, err
		}
		if err := hub.Folders.Create(c.Tx, f); err != nil {
			return nil, err
		}
		c.Resource(f.ARN(), "AWS::QuickSight::Folder")
		return &sdk.CreateFolderOutput{Arn: aws.String(f.ARN()), FolderId: in.FolderId, Status: statusOK}, nil
	})
}
