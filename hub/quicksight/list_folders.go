package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) listFolders() service.Operation {
	return define("ListFolders", func(in *sdk.ListFoldersInput) target {
		return folderTarget(in.AwsAccountId, aws.String("*"))
	}, func(c *service.Call, in *sdk.ListFoldersInput) (*sdk.ListFoldersOutput, error) {
		all, of := shelved(hub.Folders)
		found, next, err := list(c, all, in.NextToken, in.MaxResults, share.DescribeFolder, of)
		if err != nil {
			return nil, err
		}
		out := &sdk.ListFoldersOutput{FolderSummaryList: []types.FolderSummary{}, NextToken: next, Status: statusOK}
		for _, f := range found {
			out.FolderSummaryList = append(out.FolderSummaryList, shownFolder(f))
		}
		return out, nil
	}, service.Reads)
}
