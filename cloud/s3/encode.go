package s3

import (
	"encoding/xml"
	"net/http"
	"reflect"
	"strconv"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/rclone/gofakes3"

	"interlaken/fault"
	"interlaken/store"
)

const namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

// send writes an XML answer under the name that S3 gives its root.
func (x *exchange) send(root string, message any) error {
	text, err := encodeXML(root, message)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "The answer cannot be written as XML.")
	}
	x.w.Header().Set("Content-Type", "application/xml")
	x.w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	_, _ = x.w.Write(text)
	return nil
}

// encodeXML adds the namespace to the messages that have no member for it.
func encodeXML(root string, message any) ([]byte, error) {
	text := []byte(xml.Header)
	start := xml.StartElement{Name: xml.Name{Local: root}}
	if !reflect.ValueOf(message).FieldByName("Xmlns").IsValid() {
		start.Attr = []xml.Attr{{Name: xml.Name{Local: "xmlns"}, Value: namespace}}
	}
	body, err := marshalAs(start, message)
	return append(text, body...), err
}

func headersOnly[In, Out any](x *exchange, _ *In, out *Out) error {
	encodeHeaders(x.w.Header(), out)
	x.w.WriteHeader(http.StatusOK)
	return nil
}

func noContent[In, Out any](x *exchange, _ *In, _ *Out) error {
	x.w.WriteHeader(http.StatusNoContent)
	return nil
}

// deleted answers a deletion that tells what it came to in headers.
func deleted[In, Out any](x *exchange, _ *In, out *Out) error {
	encodeHeaders(x.w.Header(), out)
	x.w.WriteHeader(http.StatusNoContent)
	return nil
}

// document answers with an XML document under its root's name.
func document[In, Out any](root string) func(*exchange, *In, *Out) error {
	return func(x *exchange, _ *In, out *Out) error { return x.send(root, *out) }
}

func user(account string) *gofakes3.UserInfo { return &gofakes3.UserInfo{ID: canonicalID(account)} }

func encodeBuckets(x *exchange, in *awss3.ListBucketsInput, page *bucketPage) error {
	message := gofakes3.Storage{Xmlns: namespace, Owner: user(page.owner), Prefix: value(in, "Prefix"), ContinuationToken: page.next}
	for i := range page.buckets {
		b := &page.buckets[i]
		message.Buckets = append(message.Buckets, gofakes3.BucketInfo{Name: b.Name, CreationDate: milliseconds(b.Created)})
	}
	return x.send("ListAllMyBucketsResult", message)
}

func encodeLocation(x *exchange, _ *awss3.GetBucketLocationInput, out *awss3.GetBucketLocationOutput) error {
	where := string(out.LocationConstraint)
	if where == "us-east-1" {
		where = "" // S3 API Reference, GetBucketLocation: buckets in us-east-1 have a constraint of null
	}
	return x.send("LocationConstraint", gofakes3.GetBucketLocation{Xmlns: namespace, LocationConstraint: where})
}

func encodePolicy(x *exchange, _ *awss3.GetBucketPolicyInput, out *awss3.GetBucketPolicyOutput) error {
	x.w.Header().Set("Content-Type", "application/json")
	x.w.Header().Set("Content-Length", strconv.Itoa(len(*out.Policy)))
	_, _ = x.w.Write([]byte(*out.Policy))
	return nil
}

// keyEncoding is how names are written: percent-encoded where the client asks for it, because XML cannot hold every
// character.
func keyEncoding(in any) (func(string) string, error) {
	switch encoding := value(in, "EncodingType"); encoding {
	case "":
		return func(s string) string { return s }, nil
	case "url":
		return gofakes3.URLEncode, nil
	default:
		return nil, fault.New(fault.Validation, "Invalid Encoding Method specified in Request").
			With("ArgumentName", "encoding-type").With("ArgumentValue", encoding)
	}
}

// base is what both versions of a listing say.
func (l *listing) base(in any, withOwner bool) (gofakes3.ListBucketResultBase, error) {
	encode, err := keyEncoding(in)
	if err != nil {
		return gofakes3.ListBucketResultBase{}, err
	}
	message := gofakes3.ListBucketResultBase{
		Xmlns: namespace,
		Name:  value(in, "Bucket"), IsTruncated: l.next != "", Delimiter: encode(value(in, "Delimiter")),
		Prefix: encode(value(in, "Prefix")), EncodingType: value(in, "EncodingType"),
	}
	for i := range l.contents {
		v := &l.contents[i]
		entry := &gofakes3.Content{
			Key: encode(v.Key), LastModified: milliseconds(v.Modified), ETag: quote(v.ETag), Size: v.Size, StorageClass: gofakes3.StorageStandard,
		}
		if withOwner {
			entry.Owner = user(l.owner)
		}
		message.Contents = append(message.Contents, entry)
	}
	for _, p := range l.prefixes {
		message.CommonPrefixes = append(message.CommonPrefixes, gofakes3.CommonPrefix{Prefix: encode(p)})
	}
	return message, nil
}

func (l *listing) encoded(in any, name string) string {
	if value(in, "EncodingType") == "url" {
		return gofakes3.URLEncode(name)
	}
	return name
}

func encodeListing(x *exchange, in *awss3.ListObjectsInput, page *listing) error {
	base, err := page.base(in, true)
	if err != nil {
		return err
	}
	base.MaxKeys = int64(pageSize(in.MaxKeys))
	message := gofakes3.ListBucketResult{ListBucketResultBase: base, Marker: page.encoded(in, value(in, "Marker"))}
	if base.Delimiter != "" {
		message.NextMarker = page.encoded(in, page.next)
	}
	return x.send("ListBucketResult", message)
}

func encodeListingV2(x *exchange, in *listingInput, page *listing) error {
	base, err := page.base(in.sdk(), in.FetchOwner != nil && *in.FetchOwner)
	if err != nil {
		return err
	}
	base.MaxKeys = int64(pageSize(in.MaxKeys))
	return x.send("ListBucketResult", struct {
		gofakes3.ListBucketResultBase
		KeyCount              int     `xml:"KeyCount"`
		ContinuationToken     *string `xml:"ContinuationToken,omitempty"`
		NextContinuationToken string  `xml:"NextContinuationToken,omitempty"`
		StartAfter            string  `xml:"StartAfter,omitempty"`
	}{base, len(page.contents) + len(page.prefixes), in.ContinuationToken, store.Token(page.next), page.encoded(in.sdk(), value(in.sdk(), "StartAfter"))})
}

func encodeObject(x *exchange, _ *getInput, out *getOutput) error {
	if err := out.Body.(*body).ready(); err != nil {
		_ = out.Body.Close()
		return err
	}
	encodeHeaders(x.w.Header(), &out.GetObjectOutput)
	status := http.StatusOK
	if out.ContentRange != nil {
		status = http.StatusPartialContent
	}
	x.w.WriteHeader(status)
	x.sendBody(out.Body, *out.ContentLength)
	return nil
}

func encodeHead(x *exchange, _ *awss3.HeadObjectInput, out *awss3.HeadObjectOutput) error {
	encodeHeaders(x.w.Header(), out)
	if out.ContentRange != nil {
		x.w.WriteHeader(http.StatusPartialContent)
		return nil
	}
	x.w.WriteHeader(http.StatusOK)
	return nil
}

func encodeCopy(x *exchange, _ *stored[awss3.CopyObjectInput], out *awss3.CopyObjectOutput) error {
	encodeHeaders(x.w.Header(), out)
	result := out.CopyObjectResult
	return x.send("CopyObjectResult", gofakes3.CopyObjectResult{ETag: *result.ETag, LastModified: milliseconds(*result.LastModified)})
}

func encodePartCopy(x *exchange, _ *stored[awss3.UploadPartCopyInput], out *awss3.UploadPartCopyOutput) error {
	encodeHeaders(x.w.Header(), out)
	result := out.CopyPartResult
	return x.send("CopyPartResult", gofakes3.CopyPartResult{ETag: *result.ETag, LastModified: milliseconds(*result.LastModified)})
}

// deletedKey and undeletedKey are the keys of DeleteResult: gofakes3's have no versions.
type deletedKey struct {
	Key                   string
	VersionID             string `xml:"VersionId,omitempty"`
	DeleteMarker          bool   `xml:",omitempty"`
	DeleteMarkerVersionID string `xml:"DeleteMarkerVersionId,omitempty"`
}

type undeletedKey struct {
	Key       string
	VersionID string `xml:"VersionId,omitempty"`
	Code      string
	Message   string
}

func encodeDeleted(x *exchange, _ *awss3.DeleteObjectsInput, out *awss3.DeleteObjectsOutput) error {
	var message struct {
		Deleted []deletedKey
		Error   []undeletedKey
	}
	for _, d := range out.Deleted {
		message.Deleted = append(message.Deleted, deletedKey{
			*d.Key, value(&d, "VersionId"), d.DeleteMarker != nil, value(&d, "DeleteMarkerVersionId"),
		})
	}
	for _, e := range out.Errors {
		message.Error = append(message.Error, undeletedKey{*e.Key, value(&e, "VersionId"), *e.Code, *e.Message})
	}
	return x.send("DeleteResult", message)
}

func encodeUpload(x *exchange, _ *awss3.CreateMultipartUploadInput, out *awss3.CreateMultipartUploadOutput) error {
	encodeHeaders(x.w.Header(), out)
	return x.send("InitiateMultipartUploadResult", gofakes3.InitiateMultipartUpload{
		Bucket: *out.Bucket, Key: *out.Key, UploadID: gofakes3.UploadID(*out.UploadId),
	})
}

func encodeCompleted(x *exchange, _ *stored[awss3.CompleteMultipartUploadInput], out *awss3.CompleteMultipartUploadOutput) error {
	encodeHeaders(x.w.Header(), &awss3.CompleteMultipartUploadOutput{VersionId: out.VersionId, Expiration: out.Expiration})
	return x.send("CompleteMultipartUploadResult", gofakes3.CompleteMultipartUploadResult{
		Location: "/" + *out.Bucket + "/" + *out.Key, Bucket: *out.Bucket, Key: *out.Key, ETag: *out.ETag,
	})
}

func encodeParts(x *exchange, in *awss3.ListPartsInput, page *partPage) error {
	marker, _ := strconv.Atoi(value(in, "PartNumberMarker"))
	message := gofakes3.ListMultipartUploadPartsResult{
		Bucket: page.upload.Bucket, Key: page.upload.Key, UploadID: gofakes3.UploadID(page.upload.ID), StorageClass: gofakes3.StorageStandard,
		Initiator: &gofakes3.UserInfo{ID: page.upload.Initiator}, Owner: user(page.owner), PartNumberMarker: marker,
		MaxParts: int64(page.size), IsTruncated: page.more,
	}
	for i := range page.parts {
		p := &page.parts[i]
		message.Parts = append(message.Parts, gofakes3.ListMultipartUploadPartItem{
			PartNumber: p.Number, LastModified: milliseconds(p.Modified), ETag: quote(p.ETag), Size: p.Size,
		})
		message.NextPartNumberMarker = p.Number
	}
	return x.send("ListPartsResult", message)
}

func encodeUploads(x *exchange, in *awss3.ListMultipartUploadsInput, page *uploadPage) error {
	encode := func(s string) string { return s }
	if value(in, "EncodingType") == "url" {
		encode = gofakes3.URLEncode
	}
	message := gofakes3.ListMultipartUploadsResult{
		Bucket: *in.Bucket, KeyMarker: encode(value(in, "KeyMarker")), UploadIDMarker: gofakes3.UploadID(value(in, "UploadIdMarker")),
		MaxUploads: int64(page.size), Prefix: encode(value(in, "Prefix")), IsTruncated: page.more,
	}
	for i := range page.uploads {
		u := &page.uploads[i]
		message.Uploads = append(message.Uploads, gofakes3.ListMultipartUploadItem{
			Key: encode(u.Key), UploadID: gofakes3.UploadID(u.ID), Initiator: &gofakes3.UserInfo{ID: u.Initiator}, Owner: user(page.owner),
			StorageClass: gofakes3.StorageStandard, Initiated: milliseconds(u.Initiated),
		})
		if page.more {
			message.NextKeyMarker, message.NextUploadIDMarker = encode(u.Key), gofakes3.UploadID(u.ID)
		}
	}
	return x.send("ListMultipartUploadsResult", message)
}
