package quicksight

import (
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/quicksight"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func (a *api) listTagsForResource() service.Operation {
	return define("ListTagsForResource", func(in *sdk.ListTagsForResourceInput) target {
		return named(in.ResourceArn)
	}, func(c *service.Call, in *sdk.ListTagsForResourceInput) (*sdk.ListTagsForResourceOutput, error) {
		if err := taggable(c, in.ResourceArn, share.Kind.Describes); err != nil {
			return nil, err
		}
		tags, err := hub.Tags(c.Tx, aws.ToString(in.ResourceArn))
		if err != nil {
			return nil, err
		}
		out := &sdk.ListTagsForResourceOutput{Tags: []types.Tag{}, Status: statusOK}
		for _, key := range slices.Sorted(maps.Keys(tags)) {
			out.Tags = append(out.Tags, types.Tag{Key: aws.String(key), Value: aws.String(tags[key])})
		}
		return out, nil
	}, service.Reads)
}
