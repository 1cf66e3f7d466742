package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// listFoldersForResource tells who sees an asset in which folders it is, of those that the caller sees.
func (a *api) listFoldersForResource() service.Operation {
	return define("ListFoldersForResource", func(in *sdk.ListFoldersForResourceInput) target {
		t := named(in.ResourceArn)
		if t.account != nil && aws.ToString(t.account) == aws.ToString(in.AwsAccountId) {
			return t
		}
		return target{account: aws.String(""), resource: aws.ToString(in.ResourceArn), whole: true}
	}, func(c *service.Call, in *sdk.ListFoldersForResourceInput) (*sdk.ListFoldersForResourceOutput, error) {
		caller, err := hub.Resolve(c.Tx, c.Session)
		if err != nil {
			return nil, err
		}
		if _, _, err := share.ByARN(c.Tx, caller, aws.ToString(in.ResourceArn), share.Kind.Describes, c.Now); err != nil {
			return nil, err
		}
		memberships, err := hub.FoldersOf(c.Tx, aws.ToString(in.ResourceArn))
		if err != nil {
			return nil, err
		}
		seen := []string{}
		for _, m := range memberships {
			f, err := share.Folder(c.Tx, caller, m.Folder, share.DescribeFolder)
			if fault.Is(err, fault.NotFound) {
				continue
			}
			if err != nil {
				return nil, err
			}
			seen = append(seen, f.ARN())
		}
		shown, next, err := piece(seen, in.NextToken, in.MaxResults)
		if err != nil {
			return nil, err
		}
		return &sdk.ListFoldersForResourceOutput{Folders: shown, NextToken: next, Status: statusOK}, nil
	}, service.Reads)
}
