package s3

import (
	"strings"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// maxKeys is the most keys and common prefixes of one page, and the number without max-keys.
const maxKeys = 1000

// listing is a page of a bucket: the objects, and the common prefixes that keys with a delimiter roll up to, each in
// the order of bytes. next is the name of the last of both, "" where nothing follows.
type listing struct {
	contents []object
	prefixes []string
	next     string
	owner    string
	under    [][]object // for each of several prefixes
}

// span says which page is asked for: names after the given one.
type span struct {
	prefix, delimiter, after string
	size                     int
}

// rollUp is the common prefix that a key counts under, "" where it counts itself.
func (s *span) rollUp(key string) string {
	if s.delimiter == "" || !strings.HasPrefix(key, s.prefix) {
		return ""
	}
	if i := strings.Index(key[len(s.prefix):], s.delimiter); i >= 0 {
		return key[:len(s.prefix)+i+len(s.delimiter)]
	}
	return ""
}

// list reads one page. What lies under a common prefix is skipped in the index, not read: a page costs what it shows.
func list(r store.Reader, bucket string, s span) (*listing, error) {
	page := &listing{}
	if s.size == 0 {
		return page, nil
	}
	within := store.Range{Prefix: store.Begins(s.prefix, bucket)}
	if under := s.rollUp(s.after); under != "" {
		// A common prefix that is not after the marker was on the page before (S3 API Reference, ListObjectsV2).
		within.From = store.PrefixEnd(store.Begins(under, bucket))
	} else if s.after != "" {
		within.After = store.Key(bucket, s.after)
	}
	last := ""
	for more := true; more; {
		more = false
		for item, err := range objects.Scan(r, within) {
			if err != nil {
				return nil, err
			}
			if len(page.contents)+len(page.prefixes) == s.size {
				page.next = last
				return page, nil
			}
			key := item.Value.Key
			if under := s.rollUp(key); under != "" {
				page.prefixes, last = append(page.prefixes, under), under
				within.After, within.From = "", store.PrefixEnd(store.Begins(under, bucket))
				more = true
				break
			}
			page.contents, last = append(page.contents, item.Value), key
		}
	}
	return page, nil
}

func pageSize(asked *int32) int {
	if asked == nil {
		return maxKeys
	}
	return min(int(*asked), maxKeys)
}

func (o *Objects) listObjects() service.Operation {
	return define(o, operation[awss3.ListObjectsInput, listing]{
		name: "ListObjects", action: "ListBucket",
		do: func(c *service.Call, b *bucket, in *awss3.ListObjectsInput) (*listing, error) {
			page, err := list(c.Tx, b.Name, span{value(in, "Prefix"), value(in, "Delimiter"), value(in, "Marker"), pageSize(in.MaxKeys)})
			if err == nil {
				page.owner = b.Owner
			}
			return page, err
		},
	}, service.Reads, service.DataEvent)
}

// listingInput is ListObjectsV2 as another service makes it, which reads all pages at once: of the prefix, or, where there
// are prefixes, of each of these. Prefix is what they have in common then, for the event: each of them is authorized.
type listingInput struct {
	awss3.ListObjectsV2Input
	whole    bool
	prefixes []string
}

func (l *listingInput) sdk() any { return &l.ListObjectsV2Input }

func (o *Objects) listObjectsV2() service.Operation {
	return define(o, operation[listingInput, listing]{
		name: "ListObjectsV2", action: "ListBucket",
		do: func(c *service.Call, b *bucket, in *listingInput) (*listing, error) {
			if in.prefixes != nil {
				return listMany(c, b, in.prefixes)
			}
			after := value(in.sdk(), "StartAfter")
			if in.ContinuationToken != nil {
				var err error
				if after, err = store.ParseToken(*in.ContinuationToken); err != nil || after == "" {
					return nil, fault.New(fault.Validation, "The continuation token provided is incorrect").
						With("ArgumentName", "continuation-token")
				}
			}
			size := pageSize(in.MaxKeys)
			if in.whole {
				size = -1
			}
			page, err := list(c.Tx, b.Name, span{value(in.sdk(), "Prefix"), value(in.sdk(), "Delimiter"), after, size})
			if err == nil {
				page.owner = b.Owner
			}
			return page, err
		},
	}, service.Reads, service.DataEvent)
}
