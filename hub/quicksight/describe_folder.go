package quicksight

import (
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) describeFolder() service.Operation {
	return define("DescribeFolder", func(in *sdk.DescribeFolderInput) target {
		return folderTarget(in.AwsAccountId, in.FolderId)
	}, func(c *service.Call, in *sdk.DescribeFolderInput) (*sdk.DescribeFolderOutput, error) {
		_, f, err := folder(c, in.FolderId, share.DescribeFolder)
		if err != nil {
			return nil, err
		}
		path, err := hub.FolderPath(c.Tx, f.Account, f.Region, f.Parent)
		if err != nil {
			return nil, err
		}
		shown := shownFolder(f)
		out := &types.Folder{
			Arn: shown.Arn, FolderId: shown.FolderId, Name: shown.Name, FolderType: shown.FolderType, SharingModel: shown.SharingModel,
			CreatedTime: shown.CreatedTime, LastUpdatedTime: shown.LastUpdatedTime, FolderPath: make([]string, len(path)),
		}
		for i, above := range path {
			out.FolderPath[len(path)-1-i] = above.ARN()
		}
		return &sdk.DescribeFolderOutput{Folder: out, Status: statusOK}, nil
	}, service.Reads)
}
