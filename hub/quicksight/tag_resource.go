package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// tagResource gives an asset tags, for who may change it, or a user.
func (a *api) tagResource() service.Operation {
	return define("TagResource", func(in *sdk.TagResourceInput) target {
		t := named(in.ResourceArn)
		t.tags = in.Tags
		return t
	}, func(c *service.Call, in *sdk.TagResourceInput) (*sdk.TagResourceOutput, error) {
		if err := taggable(c, in.ResourceArn, share.Kind.Changes); err != nil {
			return nil, err
		}
		give, err := tagMap(in.Tags)
		if err != nil {
			return nil, err
		}
		if err := hub.Tag(c.Tx, aws.ToString(in.ResourceArn), give); err != nil {
			return nil, err
		}
		return &sdk.TagResourceOutput{Status: statusOK}, nil
	})
}
