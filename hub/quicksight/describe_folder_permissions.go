package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) describeFolderPermissions() service.Operation {
	return define("DescribeFolderPermissions", func(in *sdk.DescribeFolderPermissionsInput) target {
		return folderTarget(in.AwsAccountId, in.FolderId)
	}, func(c *service.Call, in *sdk.DescribeFolderPermissionsInput) (*sdk.DescribeFolderPermissionsOutput, error) {
		if in.Namespace != nil {
			if err := inDefault(in.Namespace); err != nil {
				return nil, err
			}
		}
		_, f, err := folder(c, in.FolderId, share.DescribeFolderPermissions)
		if err != nil {
			return nil, err
		}
		shown, next, err := piece(shownPermissions(f.Permissions), in.NextToken, in.MaxResults)
		if err != nil {
			return nil, err
		}
		return &sdk.DescribeFolderPermissionsOutput{
			Arn: aws.String(f.ARN()), FolderId: in.FolderId, Permissions: shown, NextToken: next, Status: statusOK,
		}, nil
	}, service.Reads)
}
