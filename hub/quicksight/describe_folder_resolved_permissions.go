package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub/share"
	"interlaken/service"
)

// describeFolderResolvedPermissions shows the permissions on a folder with those on the folders that it lies in.
func (a *api) describeFolderResolvedPermissions() service.Operation {
	return define("DescribeFolderResolvedPermissions", func(in *sdk.DescribeFolderResolvedPermissionsInput) target {
		return folderTarget(in.AwsAccountId, in.FolderId)
	}, func(c *service.Call, in *sdk.DescribeFolderResolvedPermissionsInput) (*sdk.DescribeFolderResolvedPermissionsOutput, error) {
		if in.Namespace != nil {
			if err := inDefault(in.Namespace); err != nil {
				return nil, err
			}
		}
		_, f, err := folder(c, in.FolderId, share.DescribeFolderPermissions)
		if err != nil {
			return nil, err
		}
		all, err := share.ResolvedFolder(c.Tx, f)
		if err != nil {
			return nil, err
		}
		shown, next, err := piece(shownPermissions(all), in.NextToken, in.MaxResults)
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeFolderResolvedPermissionsOutput{
			Arn: aws.String(f.ARN()), FolderId: in.FolderId, Permissions: shown, NextToken: next, Status: statusOK,
		}, nil
	}, service.Reads)
}
