package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) listFolderMembers() service.Operation {
	return define("ListFolderMembers", func(in *sdk.ListFolderMembersInput) target {
		return folderTarget(in.AwsAccountId, in.FolderId)
	}, func(c *service.Call, in *sdk.ListFolderMembersInput) (*sdk.ListFolderMembersOutput, error) {
		_, f, err := folder(c, in.FolderId, share.DescribeFolder)
		if err != nil {
			return nil, err
		}
		from, err := token(in.NextToken)
		if err != nil {
			return nil, err
		}
		found, next, err := hub.FolderMembers(c.Tx, f.Account, f.Region, f.ID, from, pageSize(in.MaxResults))
		if err != nil {
			return nil, err
		}
		out := &sdk.ListFolderMembersOutput{FolderMemberList: []types.MemberIdArnPair{}, NextToken: nextToken(next), Status: statusOK}
		for _, m := range found {
			out.FolderMemberList = append(out.FolderMemberList, types.MemberIdArnPair{MemberId: aws.String(m.ID), MemberArn: aws.String(m.ARN)})
		}
		return out, nil
	}, service.Reads)
}
