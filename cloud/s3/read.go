package s3

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/rclone/gofakes3"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/usage"
)

// getInput is GetObject. Another service reads many keys of a bucket in one call, which then is one event: Key is not
// set, each of Keys is authorized, and the result is in files.
type getInput struct {
	awss3.GetObjectInput
	Keys []string
}

func (g *getInput) sdk() any { return &g.GetObjectInput }

// getOutput has Body held open for the reader, who closes it; or what was asked by Keys.
type getOutput struct {
	awss3.GetObjectOutput
	object object
	files  []File
}

func (o *Objects) getObject() service.Operation {
	return define(o, operation[getInput, getOutput]{
		name: "GetObject", action: "GetObject",
		also: func(_ *service.Call, b *bucket, in *getInput) ([]service.Check, error) {
			if in.Key == nil && len(in.Keys) == 0 {
				return nil, fault.New(fault.Validation, "A key is needed.")
			}
			return nil, nil
		},
		do: func(c *service.Call, b *bucket, in *getInput) (*getOutput, error) {
			if in.Key == nil {
				files, err := o.readMany(c, b, in.Keys)
				return &getOutput{files: files}, err
			}
			v, err := findObject(c, b, *in.Key, value(in.sdk(), "VersionId"))
			if err != nil {
				return nil, err
			}
			out := &getOutput{object: v}
			b.identify(&v, &out.GetObjectOutput)
			start, length, err := view(&v, in.sdk(), &out.GetObjectOutput)
			if err != nil {
				return nil, err
			}
			out.Body = o.files.open(v.File, start, length)
			return out, nil
		},
	}, service.Reads, service.DataEvent)
}

func (o *Objects) headObject() service.Operation {
	return define(o, operation[awss3.HeadObjectInput, awss3.HeadObjectOutput]{
		name: "HeadObject", action: "GetObject",
		do: func(c *service.Call, b *bucket, in *awss3.HeadObjectInput) (*awss3.HeadObjectOutput, error) {
			v, err := findObject(c, b, value(in, "Key"), value(in, "VersionId"))
			if err != nil {
				return nil, err
			}
			out := &awss3.HeadObjectOutput{}
			b.identify(&v, out)
			_, _, err = view(&v, in, out)
			return out, err
		},
	}, service.Reads, service.DataEvent)
}

// readMany authorizes and holds many objects of one bucket. The requests are counted like single ones.
func (o *Objects) readMany(c *service.Call, b *bucket, keys []string) (files []File, err error) {
	found, err := authorizeMany(c, b, keys)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			for _, f := range files {
				f.Release()
			}
		}
	}()
	for i, key := range keys {
		v := found[i]
		if v == nil {
			_, err := findObject(c, b, key, "") // which says what is missing to who may know
			return files, err
		}
		c.ResourceOf(b.Owner, objectARN(b.Name, key), "AWS::S3::Object")
		files = append(files, File{
			Key: key, Version: v.File, Path: o.files.path(v.File), SizeBytes: v.Size, ETag: v.ETag, Release: o.files.hold(v.File),
		})
	}
	// define counts one request.
	return files, c.Use(usage.Record{
		Account: b.Owner, Service: usage.S3, UsageType: usage.S3ReadRequests, Operation: "GetObject",
		Quantity: int64(len(keys) - 1), Unit: usage.Requests, Resource: b.arn(),
	})
}

// authorizeMany decides s3:GetObject on each key: at once for the objects without tags, one by one for those whose tags a
// policy may look at. It returns the objects in the order of the keys, nil where there is none.
func authorizeMany(c *service.Call, b *bucket, keys []string) ([]*object, error) {
	found, err := currentOf(c.Tx, b.Name, keys)
	if err != nil {
		return nil, err
	}
	var plain []string
	var tagged []service.Check
	for i, key := range keys {
		v := found[i]
		if v == nil || len(v.Tags) == 0 {
			plain = append(plain, objectARN(b.Name, key))
			continue
		}
		tagged = append(tagged, b.check("GetObject", key, existingTags(conditionKeys("GetObject", b, nil), v)))
	}
	if len(plain) > 0 {
		if err := c.AuthorizeAll("s3:GetObject", b.Owner, b.policy(), plain); err != nil {
			return nil, err
		}
	}
	return found, c.Authorize(tagged...)
}

// identify fills which version of a key an answer is about, how many tags it has and when it expires.
func (b *bucket) identify(v *object, out any) {
	if b.Versioning != "" {
		id := v.version()
		assign(out, "VersionId", &id)
	}
	if n := int32(len(v.Tags)); n > 0 {
		assign(out, "TagCount", &n)
	}
	b.expires(v, out)
}

// written fills what an answer says of a version that was just made.
func (b *bucket) written(v *object, out any) {
	if v.VersionID != "" {
		assign(out, "VersionId", &v.VersionID)
	}
	b.expires(v, out)
}

// view fills an answer about an object and says which bytes it is about. It fails where a condition of the request
// does not hold (RFC 9110 section 13, as GetObject's documentation combines the conditions).
func view(v *object, in, out any) (start, length int64, err error) {
	if err := conditions(v, in, ""); err != nil {
		return 0, 0, err
	}
	describe(v, in, out)
	span, err := rangeOf(v, in, out)
	if err != nil {
		return 0, 0, err
	}
	if span == nil {
		_, whole := member(in, "Range")
		if mode, _ := member(in, "ChecksumMode"); mode == "ENABLED" && !whole {
			setChecksum(out, v.Checksum)
		}
		assign(out, "ContentLength", &v.Size)
		return 0, v.Size, nil
	}
	text := fmt.Sprintf("bytes %d-%d/%d", span.Start, span.Start+span.Length-1, v.Size)
	assign(out, "ContentRange", &text)
	assign(out, "ContentLength", &span.Length)
	return span.Start, span.Length, nil
}

// describe fills what the object's owner said of it, or what this reader wants to have said instead.
func describe(v *object, in, out any) {
	etag, accept := quote(v.ETag), "bytes"
	assign(out, "ETag", &etag)
	assign(out, "AcceptRanges", &accept)
	modified := v.Modified
	assign(out, "LastModified", &modified)
	for name, text := range map[string]string{
		"CacheControl": v.Content.CacheControl, "ContentDisposition": v.Content.ContentDisposition,
		"ContentEncoding": v.Content.ContentEncoding, "ContentLanguage": v.Content.ContentLanguage,
		"ContentType": v.Content.ContentType, "ExpiresString": v.Content.Expires,
	} {
		if instead, ok := member(in, "Response"+strings.TrimSuffix(name, "String")); ok {
			text = instead
		}
		if text != "" {
			assign(out, name, &text)
		}
	}
	assign(out, "Metadata", v.Content.Metadata)
}

// rangeOf is the part of an object that a request is about by Range or partNumber; nil for all of it. A Range that is
// not understood is passed over (RFC 9110 section 14.2); S3 serves one range only.
func rangeOf(v *object, in, out any) (*gofakes3.ObjectRange, error) {
	header, ranged := member(in, "Range")
	if text, ok := member(in, "PartNumber"); ok {
		if ranged {
			return nil, invalidRequest("Cannot specify both Range header and partNumber query parameter.")
		}
		return partOf(v, text, out)
	}
	asked := parseRange(header)
	if asked == nil {
		return nil, nil
	}
	span, err := asked.Range(v.Size)
	if err != nil {
		// A suffix that is longer than the object is all of it.
		if asked.FromEnd && asked.End > 0 && v.Size > 0 {
			return &gofakes3.ObjectRange{Length: v.Size}, nil
		}
		return nil, invalidRange(header, v.Size)
	}
	if asked.FromEnd && asked.End == 0 {
		return nil, invalidRange(header, v.Size)
	}
	return span, nil
}

func invalidRange(asked string, size int64) error {
	return fault.New("InvalidRange", "The requested range is not satisfiable").With("RangeRequested", asked).
		With("ActualObjectSize", strconv.FormatInt(size, 10))
}

// partOf is the part of an object made by a multi-part upload; any other object is its own first part.
func partOf(v *object, text string, out any) (*gofakes3.ObjectRange, error) {
	number, err := strconv.Atoi(text)
	sizes := v.Parts
	if len(sizes) == 0 {
		sizes = []int64{v.Size}
	} else {
		count := int32(len(sizes))
		assign(out, "PartsCount", &count)
	}
	if err != nil || number < 1 || number > len(sizes) {
		return nil, fault.New("InvalidPartNumber", "The requested partnumber is not satisfiable")
	}
	span := &gofakes3.ObjectRange{Length: sizes[number-1]}
	for _, size := range sizes[:number-1] {
		span.Start += size
	}
	if span.Length == 0 {
		return nil, nil
	}
	return span, nil
}

// parseRange reads bytes=first-last, bytes=first- and bytes=-length.
func parseRange(header string) *gofakes3.ObjectRangeRequest {
	text, ok := strings.CutPrefix(header, "bytes=")
	first, last, dash := strings.Cut(strings.TrimSpace(text), "-")
	if !ok || !dash {
		return nil
	}
	number := func(digits string) (int64, bool) {
		n, err := strconv.ParseInt(digits, 10, 64)
		return n, err == nil && n >= 0 && strings.Trim(digits, "0123456789") == ""
	}
	from, hasFirst := number(first)
	to, hasLast := number(last)
	switch {
	case first == "" && hasLast:
		return &gofakes3.ObjectRangeRequest{End: to, FromEnd: true}
	case hasFirst && last == "":
		return &gofakes3.ObjectRangeRequest{Start: from, End: gofakes3.RangeNoEnd}
	case hasFirst && hasLast && from <= to:
		return &gofakes3.ObjectRangeRequest{Start: from, End: to}
	}
	return nil
}

// conditions holds a request's preconditions against an object; prefix is CopySource for those on a copy's source.
// A failed condition that asks "not changed?" is NotModified for a reader, who has the object, and a failure for a copy.
func conditions(v *object, in any, prefix string) error {
	unchanged := fault.New("NotModified", "Not Modified").With("ETag", quote(v.ETag))
	failed := func(condition string) error {
		return fault.New("PreconditionFailed", "At least one of the pre-conditions you specified did not hold").With("Condition", condition)
	}
	if prefix != "" {
		unchanged = failed("If-None-Match").(*fault.Error)
	}
	modified := v.Modified.Truncate(time.Second)
	if tags, ok := member(in, prefix+"IfMatch"); ok {
		if !matches(tags, v.ETag) {
			return failed("If-Match")
		}
	} else if since, ok := date(in, prefix+"IfUnmodifiedSince"); ok && modified.After(since) {
		return failed("If-Unmodified-Since")
	}
	if tags, ok := member(in, prefix+"IfNoneMatch"); ok {
		if matches(tags, v.ETag) {
			return unchanged
		}
	} else if since, ok := date(in, prefix+"IfModifiedSince"); ok && !modified.After(since) {
		return unchanged
	}
	return nil
}

func date(in any, name string) (time.Time, bool) {
	text, ok := member(in, name)
	if !ok {
		return time.Time{}, false
	}
	at, err := http.ParseTime(text)
	return at, err == nil
}

// matches reports whether a list of entity tags, or "*", has the tag.
func matches(list, etag string) bool {
	for tag := range strings.SplitSeq(list, ",") {
		tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
		if tag == "*" || strings.Trim(tag, `"`) == etag {
			return true
		}
	}
	return false
}
