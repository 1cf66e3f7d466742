package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) searchFolders() service.Operation {
	return define("SearchFolders", func(in *sdk.SearchFoldersInput) target {
		return folderTarget(in.AwsAccountId, aws.String("*"))
	}, func(c *service.Call, in *sdk.SearchFoldersInput) (*sdk.SearchFoldersOutput, error) {
		var filters []condition
		var above []string
		for _, f := range in.Filters {
			if f.Name == types.FolderFilterAttributeParentFolderArn {
				above = append(above, aws.ToString(f.Value))
			} else {
				filters = append(filters, condition{string(f.Name), f.Operator, f.Value})
			}
		}
		holds, err := search(c, share.Folders, "FOLDER_NAME", filters)
		if err != nil {
			return nil, err
		}
		all, of := shelved(hub.Folders)
		found, next, err := find(c, all, in.NextToken, in.MaxResults, share.DescribeFolder, of, func(kept *hub.Folder) (bool, error) {
			for _, text := range above {
				if kept.Parent == "" || hub.AssetARN(hub.FolderType, kept.Region, kept.Account, kept.Parent) != text {
					return false, nil
				}
			}
			return holds(of(kept))
		})
		if err != nil {
			return nil, err
		}
		out := &sdk.SearchFoldersOutput{FolderSummaryList: []types.FolderSummary{}, NextToken: next, Status: statusOK}
		for i := range found {
			out.FolderSummaryList = append(out.FolderSummaryList, shownFolder(found[i]))
		}
		return out, nil
	}, service.Reads)
}
