package iam

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/service"
)

// mostTags is the quota of tags of a user, role or policy (IAM User Guide, "IAM and AWS STS quotas").
const mostTags = 50

// tagging are the operations on the tags of what is there.
func (s *iam) tagging() []service.Operation {
	return []service.Operation{
		tag[sdk.TagUserInput, sdk.TagUserOutput](s, ofUser, "TagUser", func(in *sdk.TagUserInput) (*string, []types.Tag) { return in.UserName, in.Tags }),
		tag[sdk.TagRoleInput, sdk.TagRoleOutput](s, ofRole, "TagRole", func(in *sdk.TagRoleInput) (*string, []types.Tag) { return in.RoleName, in.Tags }),
		untag[sdk.UntagUserInput, sdk.UntagUserOutput](s, ofUser, "UntagUser", func(in *sdk.UntagUserInput) (*string, []string) { return in.UserName, in.TagKeys }),
		untag[sdk.UntagRoleInput, sdk.UntagRoleOutput](s, ofRole, "UntagRole", func(in *sdk.UntagRoleInput) (*string, []string) { return in.RoleName, in.TagKeys }),
		reads(s, ofUser, "ListUserTags", func(in *sdk.ListUserTagsInput) asked {
			return asked{holder: in.UserName, marker: in.Marker, most: in.MaxItems}
		}, func(h *holder, a asked) (*sdk.ListUserTagsOutput, error) {
			shown, next, err := tagPage(*h.tags, a)
			return &sdk.ListUserTagsOutput{Tags: shown, IsTruncated: next != "", Marker: marker(next)}, err
		}),
		reads(s, ofRole, "ListRoleTags", func(in *sdk.ListRoleTagsInput) asked {
			return asked{holder: in.RoleName, marker: in.Marker, most: in.MaxItems}
		}, func(h *holder, a asked) (*sdk.ListRoleTagsOutput, error) {
			shown, next, err := tagPage(*h.tags, a)
			return &sdk.ListRoleTagsOutput{Tags: shown, IsTruncated: next != "", Marker: marker(next)}, err
		}),
		s.tagPolicy(), s.untagPolicy(), s.listPolicyTags(),
	}
}

// requestTags are the condition keys of a request that sets tags.
func requestTags(keys map[string][]string, tags map[string]string) {
	for key, value := range tags {
		keys["aws:RequestTag/"+key] = []string{value}
	}
	keys["aws:TagKeys"] = slices.Sorted(maps.Keys(tags))
}

// tag sets tags of a user or role, in place of those with the same keys.
func tag[In, Out any](s *iam, kind holderKind, operation string, read func(*In) (*string, []types.Tag)) service.Operation {
	return service.Define(operation,
		func(c *service.Call, in *In) ([]service.Check, error) {
			name, given := read(in)
			tags, err := readTags(given)
			if err != nil {
				return nil, err
			}
			check, err := s.holderCheck(c, kind, "iam:"+operation, aws.ToString(name))
			if err == nil {
				requestTags(check.Keys, tags)
			}
			return []service.Check{check}, err
		},
		func(c *service.Call, in *In) (*Out, error) {
			name, given := read(in)
			tags, err := readTags(given)
			if err != nil {
				return nil, err
			}
			return new(Out), s.changeHolder(c, kind, aws.ToString(name), func(h *holder) error { return setTags(h.tags, tags) })
		}, silent)
}

// untag takes tags away; keys that are not there are no error.
func untag[In, Out any](s *iam, kind holderKind, operation string, read func(*In) (*string, []string)) service.Operation {
	return service.Define(operation,
		func(c *service.Call, in *In) ([]service.Check, error) {
			name, keys := read(in)
			check, err := s.holderCheck(c, kind, "iam:"+operation, aws.ToString(name))
			if err == nil {
				check.Keys["aws:TagKeys"] = keys
			}
			return []service.Check{check}, err
		},
		func(c *service.Call, in *In) (*Out, error) {
			name, keys := read(in)
			return new(Out), s.changeHolder(c, kind, aws.ToString(name), func(h *holder) error { unsetTags(*h.tags, keys); return nil })
		}, silent)
}

func setTags(held *map[string]string, tags map[string]string) error {
	all := maps.Clone(*held)
	if all == nil {
		all = map[string]string{}
	}
	unsetTags(all, slices.Collect(maps.Keys(tags)))
	maps.Copy(all, tags)
	if len(all) > mostTags {
		return fault.New(fault.Limit, "The number of tags has reached the maximum limit of %d.", mostTags)
	}
	*held = all
	return nil
}

// unsetTags deletes keys without regard to their case.
func unsetTags(held map[string]string, keys []string) {
	maps.DeleteFunc(held, func(key, _ string) bool {
		return slices.ContainsFunc(keys, func(k string) bool { return strings.EqualFold(k, key) })
	})
}

func tagPage(tags map[string]string, a asked) ([]types.Tag, string, error) {
	page, next, err := pageOf(slices.Sorted(maps.Keys(tags)), a.marker, a.most)
	shown := []types.Tag{}
	for _, key := range page {
		shown = append(shown, types.Tag{Key: aws.String(key), Value: aws.String(tags[key])})
	}
	return shown, next, err
}

func (s *iam) tagPolicy() service.Operation {
	on := onPolicy(s, "TagPolicy", func(in *sdk.TagPolicyInput) *string { return in.PolicyArn })
	return service.Define("TagPolicy",
		func(c *service.Call, in *sdk.TagPolicyInput) ([]service.Check, error) {
			tags, err := readTags(in.Tags)
			if err != nil {
				return nil, err
			}
			checks, err := on(c, in)
			if err == nil {
				if checks[0].Keys == nil {
					checks[0].Keys = map[string][]string{}
				}
				requestTags(checks[0].Keys, tags)
			}
			return checks, err
		},
		func(c *service.Call, in *sdk.TagPolicyInput) (*sdk.TagPolicyOutput, error) {
			tags, err := readTags(in.Tags)
			if err != nil {
				return nil, err
			}
			if _, err := s.managed(c, in.PolicyArn); err != nil {
				return nil, err
			}
			return &sdk.TagPolicyOutput{}, s.directory.ChangeManaged(c.Tx, aws.ToString(in.PolicyArn), func(p *identity.ManagedPolicy) error { return setTags(&p.Tags, tags) })
		}, silent)
}

func (s *iam) untagPolicy() service.Operation {
	return service.Define("UntagPolicy", onPolicy(s, "UntagPolicy", func(in *sdk.UntagPolicyInput) *string { return in.PolicyArn }),
		func(c *service.Call, in *sdk.UntagPolicyInput) (*sdk.UntagPolicyOutput, error) {
			if _, err := s.managed(c, in.PolicyArn); err != nil {
				return nil, err
			}
			return &sdk.UntagPolicyOutput{}, s.directory.ChangeManaged(c.Tx, aws.ToString(in.PolicyArn), func(p *identity.ManagedPolicy) error { unsetTags(p.Tags, in.TagKeys); return nil })
		}, silent)
}

func (s *iam) listPolicyTags() service.Operation {
	return service.Define("ListPolicyTags", onPolicy(s, "ListPolicyTags", func(in *sdk.ListPolicyTagsInput) *string { return in.PolicyArn }),
		func(c *service.Call, in *sdk.ListPolicyTagsInput) (*sdk.ListPolicyTagsOutput, error) {
			p, err := s.managed(c, in.PolicyArn)
			if err != nil {
				return nil, err
			}
			shown, next, err := tagPage(p.Tags, asked{marker: in.Marker, most: in.MaxItems})
			return &sdk.ListPolicyTagsOutput{Tags: shown, IsTruncated: next != "", Marker: marker(next)}, err
		}, service.Reads)
}
