package glue

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/glue"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// tags are those of a database: of what is in a catalog, only databases have any (Glue Developer Guide, "AWS tags in AWS
// Glue").
type tags struct {
	Catalog  string            `json:"catalog"`
	Database string            `json:"database"`
	Tags     map[string]string `json:"tags"`
}

var tagged = store.Collection[tags]{
	Table: "glue.tag", Schema: 1,
	Key: func(t *tags) string { return store.Key(t.Catalog, t.Database) },
}

// mostTags is how many tags a resource may have (the same).
const mostTags = 50

var tagCharacters = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)

// getTags are a database's tags, never nil.
func (p place) getTags(r store.Reader) (map[string]string, error) {
	t, err := tagged.Get(r, store.Key(p.catalog, p.database))
	if fault.Is(err, fault.NotFound) {
		return map[string]string{}, nil
	}
	return t.Tags, err
}

// tag sets tags of a database, in place of those with the same keys.
func (p place) tag(c *service.Call, given map[string]string) error {
	for key, value := range given {
		if key == "" || strings.HasPrefix(strings.ToLower(key), "aws:") || !tagCharacters.MatchString(key) || !tagCharacters.MatchString(value) {
			return invalid("The tag %q has a key or a value that is not valid.", key)
		}
	}
	all, err := p.getTags(c.Tx)
	if err != nil {
		return err
	}
	maps.Copy(all, given)
	if len(all) > mostTags {
		return fault.New("ResourceNumberLimitExceededException", "A resource has at most %d tags.", mostTags)
	}
	return tagged.Put(c.Tx, tags{p.catalog, p.database, all})
}

// born sets the tags that a database is made with, which is a permission of its own.
func (p place) born(c *service.Call, given map[string]string) error {
	resources := p.arns()
	checks, err := p.checks(c, "TagResource", resources[len(resources)-1:])
	if err != nil {
		return err
	}
	checks[0].Keys = requestTags(given)
	if err := c.Authorize(checks...); err != nil {
		return err
	}
	return p.tag(c, given)
}

func (p place) removeTags(tx store.Tx) error {
	if err := tagged.Delete(tx, store.Key(p.catalog, p.database)); !fault.Is(err, fault.NotFound) {
		return err
	}
	return nil
}

// requestTags are the condition keys of a request that sets tags.
func requestTags(given map[string]string) map[string][]string {
	keys := map[string][]string{"aws:TagKeys": slices.Sorted(maps.Keys(given))}
	for key, value := range given {
		keys["aws:RequestTag/"+key] = []string{value}
	}
	return keys
}

// defineTags declares an operation on the tags of what an ARN names: permission is needed on that alone.
func defineTags[In, Out any](name string, resource func(*In) *string, keys func(*In) map[string][]string, do func(*service.Call, place, *In) (*Out, error), options ...service.Option) service.Operation {
	return service.Define(name, func(c *service.Call, in *In) ([]service.Check, error) {
		text := aws.ToString(resource(in))
		a, err := arn.Parse(text)
		if err != nil || a.Service != "glue" || !arn.IsAccount(a.Account) {
			return nil, invalid("%s is not the ARN of a resource of Glue.", text)
		}
		checks, err := place{region: a.Region, catalog: a.Account}.checks(c, name, []string{text})
		if err == nil && keys != nil {
			checks[0].Keys = keys(in)
		}
		return checks, err
	}, func(c *service.Call, in *In) (*Out, error) {
		text := aws.ToString(resource(in))
		a, err := arn.Parse(text)
		if err != nil {
			return nil, err
		}
		database, ok := strings.CutPrefix(a.Resource, "database/")
		if !ok {
			return nil, fault.New(fault.Unsupported, "Of what is in a catalog, only databases have tags; %s is none.", text)
		}
		p := place{region: a.Region, catalog: a.Account, database: strings.ToLower(database)}
		if _, err := p.getDatabase(c.Tx); err != nil {
			return nil, err
		}
		return do(c, p, in)
	}, options...)
}

func getTags() service.Operation {
	return defineTags("GetTags", func(i *sdk.GetTagsInput) *string { return i.ResourceArn }, nil,
		func(c *service.Call, p place, _ *sdk.GetTagsInput) (*sdk.GetTagsOutput, error) {
			all, err := p.getTags(c.Tx)
			return &sdk.GetTagsOutput{Tags: all}, err
		}, service.Reads)
}

func tagResource() service.Operation {
	return defineTags("TagResource", func(i *sdk.TagResourceInput) *string { return i.ResourceArn },
		func(i *sdk.TagResourceInput) map[string][]string { return requestTags(i.TagsToAdd) },
		func(c *service.Call, p place, i *sdk.TagResourceInput) (*sdk.TagResourceOutput, error) {
			return &sdk.TagResourceOutput{}, p.tag(c, i.TagsToAdd)
		})
}

// untagResource takes tags away; keys that are not there are no error.
func untagResource() service.Operation {
	return defineTags("UntagResource", func(i *sdk.UntagResourceInput) *string { return i.ResourceArn },
		func(i *sdk.UntagResourceInput) map[string][]string {
			return map[string][]string{"aws:TagKeys": i.TagsToRemove}
		},
		func(c *service.Call, p place, i *sdk.UntagResourceInput) (*sdk.UntagResourceOutput, error) {
			all, err := p.getTags(c.Tx)
			if err != nil {
				return nil, err
			}
			maps.DeleteFunc(all, func(key, _ string) bool { return slices.Contains(i.TagsToRemove, key) })
			return &sdk.UntagResourceOutput{}, tagged.Put(c.Tx, tags{p.catalog, p.database, all})
		})
}
