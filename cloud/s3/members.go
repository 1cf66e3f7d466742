package s3

import (
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"

	"interlaken/fault"
)

// requestHeaders and requestParameters say where a member of the SDK's inputs travels; the few that differ from
// operation to operation are read by their operation. responseHeaders are those of the outputs (S3 API Reference, the
// syntax of each operation).
var requestHeaders = map[string]string{
	"ACL":                            "X-Amz-Acl",
	"BucketKeyEnabled":               "X-Amz-Server-Side-Encryption-Bucket-Key-Enabled",
	"CacheControl":                   "Cache-Control",
	"ChecksumAlgorithm":              "X-Amz-Checksum-Algorithm",
	"ChecksumMode":                   "X-Amz-Checksum-Mode",
	"ChecksumType":                   "X-Amz-Checksum-Type",
	"ContentDisposition":             "Content-Disposition",
	"ContentEncoding":                "Content-Encoding",
	"ContentLanguage":                "Content-Language",
	"ContentType":                    "Content-Type",
	"CopySource":                     "X-Amz-Copy-Source",
	"CopySourceIfMatch":              "X-Amz-Copy-Source-If-Match",
	"CopySourceIfModifiedSince":      "X-Amz-Copy-Source-If-Modified-Since",
	"CopySourceIfNoneMatch":          "X-Amz-Copy-Source-If-None-Match",
	"CopySourceIfUnmodifiedSince":    "X-Amz-Copy-Source-If-Unmodified-Since",
	"CopySourceRange":                "X-Amz-Copy-Source-Range",
	"CopySourceSSECustomerAlgorithm": "X-Amz-Copy-Source-Server-Side-Encryption-Customer-Algorithm",
	"CopySourceSSECustomerKey":       "X-Amz-Copy-Source-Server-Side-Encryption-Customer-Key",
	"ExpectedBucketOwner":            "X-Amz-Expected-Bucket-Owner",
	"ExpectedSourceBucketOwner":      "X-Amz-Source-Expected-Bucket-Owner",
	"Expires":                        "Expires",
	"GrantFullControl":               "X-Amz-Grant-Full-Control",
	"GrantRead":                      "X-Amz-Grant-Read",
	"GrantReadACP":                   "X-Amz-Grant-Read-Acp",
	"GrantWrite":                     "X-Amz-Grant-Write",
	"GrantWriteACP":                  "X-Amz-Grant-Write-Acp",
	"IfMatch":                        "If-Match",
	"IfMatchLastModifiedTime":        "X-Amz-If-Match-Last-Modified-Time",
	"IfMatchSize":                    "X-Amz-If-Match-Size",
	"IfModifiedSince":                "If-Modified-Since",
	"IfNoneMatch":                    "If-None-Match",
	"IfUnmodifiedSince":              "If-Unmodified-Since",
	"MFA":                            "X-Amz-Mfa",
	"MetadataDirective":              "X-Amz-Metadata-Directive",
	"ObjectLockEnabledForBucket":     "X-Amz-Bucket-Object-Lock-Enabled",
	"ObjectLockLegalHoldStatus":      "X-Amz-Object-Lock-Legal-Hold",
	"ObjectLockMode":                 "X-Amz-Object-Lock-Mode",
	"ObjectLockRetainUntilDate":      "X-Amz-Object-Lock-Retain-Until-Date",
	"ObjectOwnership":                "X-Amz-Object-Ownership",
	"Range":                          "Range",
	"SSECustomerAlgorithm":           "X-Amz-Server-Side-Encryption-Customer-Algorithm",
	"SSECustomerKey":                 "X-Amz-Server-Side-Encryption-Customer-Key",
	"SSEKMSEncryptionContext":        "X-Amz-Server-Side-Encryption-Context",
	"SSEKMSKeyId":                    "X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id",
	"ServerSideEncryption":           "X-Amz-Server-Side-Encryption",
	"StorageClass":                   "X-Amz-Storage-Class",
	"Tagging":                        "X-Amz-Tagging",
	"TaggingDirective":               "X-Amz-Tagging-Directive",
	"WebsiteRedirectLocation":        "X-Amz-Website-Redirect-Location",
	"WriteOffsetBytes":               "X-Amz-Write-Offset-Bytes",

	"TransitionDefaultMinimumObjectSize": "X-Amz-Transition-Default-Minimum-Object-Size",
}

var requestParameters = map[string]string{
	"ContinuationToken":          "continuation-token",
	"Delimiter":                  "delimiter",
	"EncodingType":               "encoding-type",
	"FetchOwner":                 "fetch-owner",
	"KeyMarker":                  "key-marker",
	"Marker":                     "marker",
	"MaxBuckets":                 "max-buckets",
	"MaxKeys":                    "max-keys",
	"MaxParts":                   "max-parts",
	"MaxUploads":                 "max-uploads",
	"PartNumber":                 "partNumber",
	"PartNumberMarker":           "part-number-marker",
	"Prefix":                     "prefix",
	"ResponseCacheControl":       "response-cache-control",
	"ResponseContentDisposition": "response-content-disposition",
	"ResponseContentEncoding":    "response-content-encoding",
	"ResponseContentLanguage":    "response-content-language",
	"ResponseContentType":        "response-content-type",
	"ResponseExpires":            "response-expires",
	"StartAfter":                 "start-after",
	"UploadId":                   "uploadId",
	"UploadIdMarker":             "upload-id-marker",
	"VersionId":                  "versionId",
	"VersionIdMarker":            "version-id-marker",
}

var responseHeaders = map[string]string{
	"AcceptRanges":       "Accept-Ranges",
	"BucketRegion":       "X-Amz-Bucket-Region",
	"CacheControl":       "Cache-Control",
	"ChecksumCRC32":      "X-Amz-Checksum-Crc32",
	"ChecksumCRC32C":     "X-Amz-Checksum-Crc32c",
	"ChecksumCRC64NVME":  "X-Amz-Checksum-Crc64nvme",
	"ChecksumSHA1":       "X-Amz-Checksum-Sha1",
	"ChecksumSHA256":     "X-Amz-Checksum-Sha256",
	"ChecksumAlgorithm":  "X-Amz-Checksum-Algorithm",
	"ChecksumType":       "X-Amz-Checksum-Type",
	"ContentDisposition": "Content-Disposition",
	"ContentEncoding":    "Content-Encoding",
	"ContentLanguage":    "Content-Language",
	"ContentLength":      "Content-Length",
	"ContentRange":       "Content-Range",
	"ContentType":        "Content-Type",
	"DeleteMarker":       "X-Amz-Delete-Marker",
	"ETag":               "Etag",
	"Expiration":         "X-Amz-Expiration",
	"ExpiresString":      "Expires",
	"LastModified":       "Last-Modified",
	"Location":           "Location",
	"PartsCount":         "X-Amz-Mp-Parts-Count",
	"TagCount":           "X-Amz-Tagging-Count",
	"VersionId":          "X-Amz-Version-Id",

	"CopySourceVersionId":                "X-Amz-Copy-Source-Version-Id",
	"TransitionDefaultMinimumObjectSize": "X-Amz-Transition-Default-Minimum-Object-Size",
}

const metadataPrefix = "X-Amz-Meta-"

// decode fills the members of an SDK input from path, query and headers.
func decode(in any, bucket, key string, query url.Values, header http.Header) error {
	members := reflect.ValueOf(in).Elem()
	for i := range members.NumField() {
		name := members.Type().Field(i).Name
		var text, from string
		var given bool
		if from = requestParameters[name]; from != "" && query.Has(from) {
			text, given = query.Get(from), true
		} else if from = requestHeaders[name]; from != "" && len(header[from]) > 0 {
			text, given = strings.Join(header[from], ","), true
		}
		switch name {
		case "Bucket":
			text, given = bucket, bucket != ""
		case "Key":
			text, given = key, key != ""
		case "Metadata":
			metadata, err := userMetadata(header)
			if err != nil {
				return err
			}
			members.Field(i).Set(reflect.ValueOf(metadata))
		}
		if !given {
			continue
		}
		if err := set(members.Field(i), text); err != nil {
			return fault.Wrap(err, fault.Validation, "Provided %s not an integer or within integer range", from).
				With("ArgumentName", from).With("ArgumentValue", text)
		}
	}
	return nil
}

// set writes a text into a member. A date that is none is as if it had not been given.
func set(member reflect.Value, text string) error {
	target := member
	if member.Kind() == reflect.Pointer {
		target = reflect.New(member.Type().Elem()).Elem()
	}
	switch target.Interface().(type) {
	case time.Time:
		at, err := http.ParseTime(text)
		if err != nil {
			return nil
		}
		target.Set(reflect.ValueOf(at))
	default:
		switch target.Kind() {
		case reflect.String:
			target.SetString(text)
		case reflect.Int32, reflect.Int64:
			n, err := strconv.ParseInt(text, 10, target.Type().Bits())
			if err != nil || n < 0 {
				return fmt.Errorf("%q is not a number", text)
			}
			target.SetInt(n)
		case reflect.Bool:
			target.SetBool(strings.EqualFold(text, "true"))
		}
	}
	if member.Kind() == reflect.Pointer {
		member.Set(target.Addr())
	}
	return nil
}

// userMetadata are a client's own headers; they come back under lower-case names. Together they have at most 2 KB (S3
// User Guide, "Working with object metadata").
func userMetadata(header http.Header) (map[string]string, error) {
	metadata, size := map[string]string{}, 0
	for name, values := range header {
		if suffix, ok := strings.CutPrefix(name, metadataPrefix); ok {
			value := strings.Join(values, ",")
			metadata[strings.ToLower(suffix)] = value
			size += len(suffix) + len(value)
		}
	}
	if size > 2<<10 {
		return nil, fault.New("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
	}
	return metadata, nil
}

// member is the text of a member of an SDK input or output; "" and false where it is absent or not set.
func member(in any, name string) (string, bool) {
	v := reflect.ValueOf(in).Elem().FieldByName(name)
	if !v.IsValid() || v.IsZero() {
		return "", false
	}
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if at, ok := v.Interface().(time.Time); ok {
		return at.UTC().Format(http.TimeFormat), true
	}
	return fmt.Sprint(v.Interface()), true
}

// value is member without the word whether it is there.
func value(in any, name string) string {
	text, _ := member(in, name)
	return text
}

// encodeHeaders writes the members of an SDK output that travel in headers.
func encodeHeaders(header http.Header, out any) {
	for name, to := range responseHeaders {
		if text, ok := member(out, name); ok {
			header.Set(to, text)
		}
	}
	if v := reflect.ValueOf(out).Elem().FieldByName("Metadata"); v.IsValid() {
		for name, text := range v.Interface().(map[string]string) {
			header[strings.ToLower(metadataPrefix)+name] = []string{text} // S3 answers in lower case
		}
	}
}

// setChecksum writes a checksum into the member of an SDK output that its algorithm has.
func setChecksum(out any, c checksum) {
	if c.Value == "" {
		return
	}
	v := reflect.ValueOf(out).Elem()
	if m := v.FieldByName("Checksum" + c.Algorithm); m.IsValid() {
		m.Set(reflect.ValueOf(&c.Value))
	}
	if m := v.FieldByName("ChecksumType"); m.IsValid() {
		m.SetString(c.kind())
	}
}

// kind is the checksum's type as S3 names it.
func (c *checksum) kind() string {
	if c.Composite {
		return "COMPOSITE"
	}
	return "FULL_OBJECT"
}

// assign sets a member of an SDK output if it has it.
func assign(out any, name string, to any) {
	if m := reflect.ValueOf(out).Elem().FieldByName(name); m.IsValid() {
		m.Set(reflect.ValueOf(to))
	}
}
