package cloudtrail

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"interlaken/service"
)

// mostTags is how many a trail can have (API reference, AddTags).
const mostTags = 50

// tagging are the operations on the tags of trails.
func (s *cloudtrail) tagging() []service.Operation {
	return []service.Operation{
		service.Define("AddTags", onTrail("AddTags", func(in *sdk.AddTagsInput) *string { return in.ResourceId }),
			func(c *service.Call, in *sdk.AddTagsInput) (*sdk.AddTagsOutput, error) {
				t, err := lookUp(c, in.ResourceId)
				if err != nil {
					return nil, err
				}
				if t.Tags, err = addTags(t.Tags, in.TagsList); err != nil {
					return nil, err
				}
				return &sdk.AddTagsOutput{}, trails.Put(c.Tx, t)
			}),
		service.Define("RemoveTags", onTrail("RemoveTags", func(in *sdk.RemoveTagsInput) *string { return in.ResourceId }),
			func(c *service.Call, in *sdk.RemoveTagsInput) (*sdk.RemoveTagsOutput, error) {
				t, err := lookUp(c, in.ResourceId)
				if err != nil {
					return nil, err
				}
				for _, tag := range in.TagsList {
					delete(t.Tags, aws.ToString(tag.Key))
				}
				return &sdk.RemoveTagsOutput{}, trails.Put(c.Tx, t)
			}),
		service.Define("ListTags", func(c *service.Call, in *sdk.ListTagsInput) ([]service.Check, error) {
			var checks []service.Check
			for _, id := range in.ResourceIdList {
				n, err := readName(c.Account(), c.Session.Region, &id)
				if err != nil {
					return nil, err
				}
				checks = append(checks, service.Check{Action: "cloudtrail:ListTags", Resource: n.arn(), Account: n.account})
			}
			return checks, nil
		}, func(c *service.Call, in *sdk.ListTagsInput) (*sdk.ListTagsOutput, error) {
			out := &sdk.ListTagsOutput{ResourceTagList: []types.ResourceTag{}}
			for _, id := range in.ResourceIdList {
				t, err := lookUp(c, &id)
				if err != nil {
					return nil, err
				}
				tagged := types.ResourceTag{ResourceId: aws.String(id), TagsList: []types.Tag{}}
				for _, key := range slices.Sorted(maps.Keys(t.Tags)) {
					tagged.TagsList = append(tagged.TagsList, types.Tag{Key: aws.String(key), Value: aws.String(t.Tags[key])})
				}
				out.ResourceTagList = append(out.ResourceTagList, tagged)
			}
			return out, nil
		}, service.Reads),
	}
}

// addTags are tags with others put over them.
func addTags(tags map[string]string, added []types.Tag) (map[string]string, error) {
	all := maps.Clone(tags)
	if all == nil {
		all = map[string]string{}
	}
	for _, tag := range added {
		key := aws.ToString(tag.Key)
		if strings.HasPrefix(strings.ToLower(key), "aws:") {
			return nil, &types.InvalidTagParameterException{Message: aws.String("Tags with the prefix aws: are AWS's.")}
		}
		all[key] = aws.ToString(tag.Value)
	}
	if len(all) > mostTags {
		return nil, &types.TagsLimitExceededException{Message: aws.String("A trail can have 50 tags.")}
	}
	return all, nil
}
