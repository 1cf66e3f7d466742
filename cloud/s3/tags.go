package s3

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/fault"
	"interlaken/service"
)

// tag is a tag of an object or a bucket, as it is kept and as XML has it.
type tag struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// tagging is the document of all tags of something.
type tagging struct {
	TagSet struct {
		Tag []tag
	}
}

func taggingOf(tags []tag) *tagging {
	t := &tagging{}
	t.TagSet.Tag = tags
	return t
}

// How many tags there may be (S3 User Guide, "Categorizing your objects using tags"; "Using cost allocation S3 bucket
// tags").
const (
	maxObjectTags = 10
	maxBucketTags = 50
)

// tagCharacters are those of keys and values (S3 User Guide, "Categorizing your objects using tags").
var tagCharacters = regexp.MustCompile(`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`)

// validTags checks tags; what is how the sentence about too many of them begins.
func validTags(tags []tag, most int, what string) error {
	if len(tags) > most {
		return fault.New("BadRequest", "%s cannot be greater than %d", what, most)
	}
	seen := map[string]bool{}
	for _, t := range tags {
		switch {
		case t.Key == "" || len(utf16.Encode([]rune(t.Key))) > 128 || !tagCharacters.MatchString(t.Key):
			return fault.New("InvalidTag", "The TagKey you have provided is invalid").With("TagKey", t.Key)
		case len(utf16.Encode([]rune(t.Value))) > 256 || !tagCharacters.MatchString(t.Value):
			return fault.New("InvalidTag", "The TagValue you have provided is invalid").With("TagKey", t.Key).With("TagValue", t.Value)
		case strings.HasPrefix(strings.ToLower(t.Key), "aws:"):
			return fault.New("InvalidTag", "System tags cannot be added/updated by requester").With("TagKey", t.Key)
		case seen[t.Key]:
			return fault.New("InvalidTag", "Cannot provide multiple Tags with the same key").With("TagKey", t.Key)
		}
		seen[t.Key] = true
	}
	return nil
}

// readTags are the SDK's tags, checked.
func readTags(given []types.Tag, most int, what string) ([]tag, error) {
	var tags []tag
	for i := range given {
		tags = append(tags, tag{value(&given[i], "Key"), value(&given[i], "Value")})
	}
	return tags, validTags(tags, most, what)
}

// tagsOf are the tags of an object that a request sends, in the header x-amz-tagging or as its document; nil where it
// sends none.
func tagsOf(in any) ([]tag, error) {
	if document, ok := in.(*configured[awss3.PutObjectTaggingInput, tagging]); ok {
		return document.Document.TagSet.Tag, validTags(document.Document.TagSet.Tag, maxObjectTags, "Object tags")
	}
	text, ok := member(sdkOf(in), "Tagging")
	if !ok {
		return nil, nil
	}
	pairs, err := url.ParseQuery(text)
	tags := []tag{}
	for key, values := range pairs {
		if len(values) > 1 {
			err = fault.New("InvalidTag", "a key is given twice")
		}
		tags = append(tags, tag{key, values[0]})
	}
	if err != nil {
		return nil, fault.New(fault.Validation, "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query "+
			"parameters without tag name duplicates.").With("ArgumentName", "x-amz-tagging").With("ArgumentValue", text)
	}
	slices.SortFunc(tags, func(a, b tag) int { return strings.Compare(a.Key, b.Key) })
	return tags, validTags(tags, maxObjectTags, "Object tags")
}

// requestTags adds the condition keys of tags that a request sends, existingTags those of a version that is there (S3
// User Guide, "Tagging and access control policies"). Both return the map they are given.
func requestTags(keys map[string][]string, tags []tag) map[string][]string {
	for _, t := range tags {
		keys["s3:RequestObjectTag/"+t.Key] = []string{t.Value}
		keys["s3:RequestObjectTagKeys"] = append(keys["s3:RequestObjectTagKeys"], t.Key)
	}
	return keys
}

func existingTags(keys map[string][]string, v *object) map[string][]string {
	if v != nil {
		for _, t := range v.Tags {
			keys["s3:ExistingObjectTag/"+t.Key] = []string{t.Value}
		}
	}
	return keys
}

// objectTags is GetObjectTaggingOutput with the document's own tags.
type objectTags struct {
	VersionId *string
	tags      []tag
}

func (o *Objects) getObjectTagging() service.Operation {
	return define(o, operation[awss3.GetObjectTaggingInput, objectTags]{
		name: "GetObjectTagging", action: "GetObjectTagging",
		do: func(c *service.Call, b *bucket, in *awss3.GetObjectTaggingInput) (*objectTags, error) {
			v, err := findObject(c, b, value(in, "Key"), value(in, "VersionId"))
			if err != nil {
				return nil, err
			}
			out := &objectTags{tags: v.Tags}
			b.identify(&v, out)
			return out, nil
		},
	}, service.Reads, service.DataEvent)
}

func encodeObjectTags(x *exchange, _ *awss3.GetObjectTaggingInput, out *objectTags) error {
	encodeHeaders(x.w.Header(), out)
	return x.send("Tagging", *taggingOf(out.tags))
}

func (o *Objects) putObjectTagging() service.Operation {
	type in = configured[awss3.PutObjectTaggingInput, tagging]
	return define(o, operation[in, awss3.PutObjectTaggingOutput]{
		name: "PutObjectTagging", action: "PutObjectTagging",
		do: func(c *service.Call, b *bucket, in *in) (*awss3.PutObjectTaggingOutput, error) {
			out := &awss3.PutObjectTaggingOutput{}
			return out, retag(c, b, in.sdk(), in.Document.TagSet.Tag, out)
		},
	}, service.DataEvent)
}

func (x *exchange) putObjectTagging() error {
	in := &configured[awss3.PutObjectTaggingInput, tagging]{}
	if err := x.configuration(in.sdk(), &in.Document); err != nil {
		return err
	}
	return finish(x, in, headersOnly[configured[awss3.PutObjectTaggingInput, tagging], awss3.PutObjectTaggingOutput])
}

func (o *Objects) deleteObjectTagging() service.Operation {
	return define(o, operation[awss3.DeleteObjectTaggingInput, awss3.DeleteObjectTaggingOutput]{
		name: "DeleteObjectTagging", action: "DeleteObjectTagging",
		do: func(c *service.Call, b *bucket, in *awss3.DeleteObjectTaggingInput) (*awss3.DeleteObjectTaggingOutput, error) {
			out := &awss3.DeleteObjectTaggingOutput{}
			return out, retag(c, b, in, nil, out)
		},
	}, service.DataEvent)
}

// retag sets the tags of a version. Its bytes and its time stay.
func retag(c *service.Call, b *bucket, in any, tags []tag, out any) error {
	v, err := findObject(c, b, value(in, "Key"), value(in, "VersionId"))
	if err != nil {
		return err
	}
	v.Tags = tags
	if b.Versioning != "" {
		id := v.version()
		assign(out, "VersionId", &id)
	}
	now, err := current(c.Tx, b.Name, v.Key)
	if err != nil {
		return err
	}
	if now != nil && now.version() == v.version() {
		return objects.Put(c.Tx, v)
	}
	return versions.Put(c.Tx, v)
}

func (o *Objects) getBucketTagging() service.Operation {
	return configuredBy[awss3.GetBucketTaggingInput](o, "GetBucketTagging", "GetBucketTagging", func(b *bucket) (*tagging, error) {
		if len(b.Tags) == 0 {
			return nil, b.lacks("NoSuchTagSet", "The TagSet does not exist")
		}
		return taggingOf(b.Tags), nil
	})
}

func (o *Objects) putBucketTagging() service.Operation {
	return configures[awss3.PutBucketTaggingInput](o, "PutBucketTagging", "PutBucketTagging", func(b *bucket, t *tagging) error {
		b.Tags = t.TagSet.Tag
		return validTags(b.Tags, maxBucketTags, "Bucket tag count")
	})
}

func (o *Objects) deleteBucketTagging() service.Operation {
	return unconfigures[awss3.DeleteBucketTaggingInput](o, "DeleteBucketTagging", "PutBucketTagging", func(b *bucket) { b.Tags = nil })
}
