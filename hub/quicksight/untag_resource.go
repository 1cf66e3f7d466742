package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// untagResource takes tags away; keys that the resource has not are passed over.
func (a *api) untagResource() service.Operation {
	return define("UntagResource", func(in *sdk.UntagResourceInput) target {
		t := named(in.ResourceArn)
		t.tagKeys = in.TagKeys
		return t
	}, func(c *service.Call, in *sdk.UntagResourceInput) (*sdk.UntagResourceOutput, error) {
		if err := taggable(c, in.ResourceArn, share.Kind.Changes); err != nil {
			return nil, err
		}
		if err := hub.Untag(c.Tx, aws.ToString(in.ResourceArn), in.TagKeys); err != nil {
			return nil, err
		}
		return &sdk.UntagResourceOutput{Status: statusOK}, nil
	})
}
