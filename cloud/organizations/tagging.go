package organizations

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/organizations"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"interlaken/fault"
	"interlaken/organization"
	"interlaken/service"
)

// mostTags is how many a thing can have (Organizations User Guide, "Tagging AWS Organizations resources").
const mostTags = 50

// tagging are the operations on the tags of roots, units, accounts and policies.
func (s *organizations) tagging() []service.Operation {
	return []service.Operation{s.tagResource(), s.untagResource(), s.listTagsForResource()}
}

func readTags(tags []types.Tag) (map[string]string, error) {
	read := make(map[string]string, len(tags))
	for _, tag := range tags {
		key := aws.ToString(tag.Key)
		if strings.HasPrefix(strings.ToLower(key), "aws:") {
			return nil, invalid(types.InvalidInputExceptionReasonInvalidSystemTagsParameter, "Tags with the prefix aws: are AWS's.")
		}
		if _, twice := read[key]; twice {
			return nil, invalid(types.InvalidInputExceptionReasonDuplicateTagKey, "Tag keys must be unique among the tags attached to the same entity.")
		}
		read[key] = aws.ToString(tag.Value)
	}
	return read, nil
}

// tagged is a thing that has tags.
type tagged struct {
	tags map[string]string
	keep func(map[string]string) error
}

// tagged finds what a request names.
func (s *organizations) tagged(c *service.Call, o *organization.Organization, id *string) (tagged, error) {
	if strings.HasPrefix(aws.ToString(id), "p-") {
		p, err := s.registry.Policy(c.Tx, o, *id)
		return tagged{p.Tags, func(tags map[string]string) error {
			if p.AWSManaged() {
				return invalid(types.InvalidInputExceptionReasonImmutablePolicy, "You cannot tag a policy that is managed by AWS.")
			}
			p.Tags = tags
			return s.registry.UpdatePolicy(c.Tx, o, p)
		}}, as(err, fault.NotFound, noTarget)
	}
	t, err := s.target(c, o, id, noTarget)
	return tagged{t.Tags, func(tags map[string]string) error { return s.registry.Tag(c.Tx, t, tags) }}, err
}

func (s *organizations) tagResource() service.Operation {
	return managing(s, "TagResource", func(in *sdk.TagResourceInput) []*string { return []*string{in.ResourceId} },
		func(c *service.Call, o *organization.Organization, in *sdk.TagResourceInput) (*sdk.TagResourceOutput, error) {
			added, err := readTags(in.Tags)
			if err != nil {
				return nil, err
			}
			t, err := s.tagged(c, o, in.ResourceId)
			if err != nil {
				return nil, err
			}
			tags := maps.Clone(t.tags)
			if tags == nil {
				tags = map[string]string{}
			}
			maps.Copy(tags, added)
			if len(tags) > mostTags {
				return nil, constraint(types.ConstraintViolationExceptionReasonMaxTagLimitExceeded)(aws.String("You have exceeded the number of tags allowed on this resource: 50."))
			}
			return &sdk.TagResourceOutput{}, t.keep(tags)
		})
}

func (s *organizations) untagResource() service.Operation {
	return managing(s, "UntagResource", func(in *sdk.UntagResourceInput) []*string { return []*string{in.ResourceId} },
		func(c *service.Call, o *organization.Organization, in *sdk.UntagResourceInput) (*sdk.UntagResourceOutput, error) {
			t, err := s.tagged(c, o, in.ResourceId)
			if err != nil {
				return nil, err
			}
			tags := maps.Clone(t.tags)
			for _, key := range in.TagKeys {
				delete(tags, key)
			}
			return &sdk.UntagResourceOutput{}, t.keep(tags)
		})
}

func (s *organizations) listTagsForResource() service.Operation {
	return managing(s, "ListTagsForResource", func(in *sdk.ListTagsForResourceInput) []*string { return []*string{in.ResourceId} },
		func(c *service.Call, o *organization.Organization, in *sdk.ListTagsForResourceInput) (*sdk.ListTagsForResourceOutput, error) {
			t, err := s.tagged(c, o, in.ResourceId)
			if err != nil {
				return nil, err
			}
			all := slices.Sorted(maps.Keys(t.tags))
			return &sdk.ListTagsForResourceOutput{Tags: shown(all, func(key *string) types.Tag {
				return types.Tag{Key: aws.String(*key), Value: aws.String(t.tags[*key])}
			})}, nil
		}, service.Reads)
}
