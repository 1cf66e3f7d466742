package athena

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// mostTags is how many tags a workgroup or data catalog may have (Athena User Guide, "Tag Athena resources").
const mostTags = 50

// tagCharacters are those of keys and values (the same).
var tagCharacters = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)

// readTags checks the tags of a request; nil where it has none.
func readTags(given []types.Tag) (map[string]string, error) {
	var tags map[string]string
	for _, t := range given {
		key, value := aws.ToString(t.Key), aws.ToString(t.Value)
		_, twice := tags[key]
		switch {
		case key == "" || !tagCharacters.MatchString(key) || !tagCharacters.MatchString(value):
			return nil, invalid("INVALID_INPUT", "The tag %q has a key or a value that is not valid.", key)
		case strings.HasPrefix(strings.ToLower(key), "aws:"):
			return nil, invalid("INVALID_INPUT", "aws: prefixed tag key names are not allowed for external use.")
		case twice:
			return nil, invalid("INVALID_INPUT", "The tag key %q is given twice.", key)
		case tags == nil:
			tags = map[string]string{}
		}
		tags[key] = value
	}
	if len(tags) > mostTags {
		return nil, tooManyTags()
	}
	return tags, nil
}

func tooManyTags() error {
	return invalid("INVALID_INPUT", "A resource can have no more than %d tags.", mostTags)
}

// resourceTags are the condition keys of what is tagged; requestTags adds those of a request that sets tags.
func resourceTags(tags map[string]string) map[string][]string {
	keys := map[string][]string{}
	for key, value := range tags {
		keys["aws:ResourceTag/"+key] = []string{value}
	}
	return keys
}

func requestTags(keys map[string][]string, tags map[string]string) {
	for key, value := range tags {
		keys["aws:RequestTag/"+key] = []string{value}
	}
	keys["aws:TagKeys"] = slices.Sorted(maps.Keys(tags))
}

// tagged adds to an operation's checks what setting tags with it asks: their keys, and athena:TagResource.
func tagged[In any](on func(*service.Call, *In) ([]service.Check, error), tags func(*In) []types.Tag) func(*service.Call, *In) ([]service.Check, error) {
	return func(c *service.Call, in *In) ([]service.Check, error) {
		checks, err := on(c, in)
		if err != nil || len(tags(in)) == 0 {
			return checks, err
		}
		given, err := readTags(tags(in))
		if err != nil {
			return nil, err
		}
		requestTags(checks[0].Keys, given)
		also := checks[0]
		also.Action = "athena:TagResource"
		return append(checks, also), nil
	}
}

// taggable is a workgroup or data catalog with its tags. save writes it with other ones.
type taggable struct {
	tags map[string]string
	save func(tags map[string]string) error
}

// findTaggable returns what an ARN of the caller's account names.
func findTaggable(c *service.Call, resource string) (taggable, error) {
	_, name, _ := strings.Cut(resource, "/")
	unknown := &types.ResourceNotFoundException{Message: aws.String("Resource " + resource + " was not found"), ResourceName: &resource}
	a, err := arn.Parse(resource)
	if err != nil {
		return taggable{}, err
	}
	switch a.Type() {
	case "workgroup":
		g, err := keptWorkGroup(c, &name)
		if fault.Is(err, fault.Validation) {
			return taggable{}, unknown
		}
		return taggable{g.Tags, func(tags map[string]string) error { g.Tags = tags; return workGroups.Put(c.Tx, g) }}, err
	case "datacatalog":
		d, err := dataCatalogs.Get(c.Tx, store.Key(c.Account(), strings.ToLower(name)))
		if fault.Is(err, fault.NotFound) {
			return taggable{}, unknown
		}
		return taggable{d.Tags, func(tags map[string]string) error { d.Tags = tags; return dataCatalogs.Put(c.Tx, d) }}, err
	}
	return taggable{}, unknown
}

// onTaggable asks for an action on what an ARN names, with the tags that it has.
func onTaggable[In any](action string, resource func(*In) *string) func(*service.Call, *In) ([]service.Check, error) {
	return func(c *service.Call, in *In) ([]service.Check, error) {
		text := aws.ToString(resource(in))
		a, err := arn.Parse(text)
		if err != nil || a.Service != "athena" || a.Type() == "" || !arn.IsAccount(a.Account) {
			return nil, invalid("INVALID_INPUT", "%s is not the ARN of a resource of Athena.", text)
		}
		check := service.Check{Action: "athena:" + action, Resource: text, Account: a.Account, Keys: map[string][]string{}}
		if a.Account == c.Account() {
			t, err := findTaggable(c, text)
			if missing := new(types.ResourceNotFoundException); err != nil && !errors.As(err, &missing) {
				return nil, err
			}
			check.Keys = resourceTags(t.tags)
		}
		return []service.Check{check}, nil
	}
}

func tagResource() service.Operation {
	on := onTaggable("TagResource", func(in *sdk.TagResourceInput) *string { return in.ResourceARN })
	return service.Define("TagResource", func(c *service.Call, in *sdk.TagResourceInput) ([]service.Check, error) {
		tags, err := readTags(in.Tags)
		if err != nil {
			return nil, err
		}
		checks, err := on(c, in)
		if err == nil {
			requestTags(checks[0].Keys, tags)
		}
		return checks, err
	}, func(c *service.Call, in *sdk.TagResourceInput) (*sdk.TagResourceOutput, error) {
		t, err := findTaggable(c, *in.ResourceARN)
		if err != nil {
			return nil, err
		}
		all := maps.Clone(t.tags)
		if all == nil {
			all = map[string]string{}
		}
		tags, err := readTags(in.Tags)
		if err != nil {
			return nil, err
		}
		maps.Copy(all, tags)
		if len(all) > mostTags {
			return nil, tooManyTags()
		}
		return &sdk.TagResourceOutput{}, t.save(all)
	})
}

// untagResource takes tags away; keys that are not there are no error.
func untagResource() service.Operation {
	on := onTaggable("UntagResource", func(in *sdk.UntagResourceInput) *string { return in.ResourceARN })
	return service.Define("UntagResource", func(c *service.Call, in *sdk.UntagResourceInput) ([]service.Check, error) {
		checks, err := on(c, in)
		if err == nil {
			checks[0].Keys["aws:TagKeys"] = in.TagKeys
		}
		return checks, err
	}, func(c *service.Call, in *sdk.UntagResourceInput) (*sdk.UntagResourceOutput, error) {
		t, err := findTaggable(c, *in.ResourceARN)
		if err != nil {
			return nil, err
		}
		left := maps.Clone(t.tags)
		maps.DeleteFunc(left, func(key, _ string) bool { return slices.Contains(in.TagKeys, key) })
		return &sdk.UntagResourceOutput{}, t.save(left)
	})
}

// listTagsForResource lists tags by key. The token is the key that was listed last.
func listTagsForResource() service.Operation {
	return service.Define("ListTagsForResource",
		onTaggable("ListTagsForResource", func(in *sdk.ListTagsForResourceInput) *string { return in.ResourceARN }),
		func(c *service.Call, in *sdk.ListTagsForResourceInput) (*sdk.ListTagsForResourceOutput, error) {
			t, err := findTaggable(c, *in.ResourceARN)
			if err != nil {
				return nil, err
			}
			after, size, err := page(in.NextToken, in.MaxResults, 75)
			if err != nil {
				return nil, err
			}
			out := &sdk.ListTagsForResourceOutput{Tags: []types.Tag{}}
			for _, key := range slices.Sorted(maps.Keys(t.tags)) {
				if key <= after {
					continue
				}
				if len(out.Tags) == size {
					out.NextToken = nextToken(store.Token(*out.Tags[size-1].Key))
					break
				}
				out.Tags = append(out.Tags, types.Tag{Key: &key, Value: aws.String(t.tags[key])})
			}
			return out, nil
		}, service.Reads)
}
