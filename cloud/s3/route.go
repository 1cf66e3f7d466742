package s3

import (
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"interlaken/fault"
)

// target is what a request is about: the operation by S3's name, the bucket and the key, "" where there is none.
type target struct{ operation, bucket, key string }

// servedHosts are the names below which buckets are host names, without ports.
func servedHosts(hosts []string) []string {
	served := []string{"s3.amazonaws.com"}
	for _, h := range hosts {
		served = append(served, strings.ToLower(withoutPort(h)))
	}
	return served
}

func withoutPort(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		return name
	}
	return host
}

// parse reads a request's target from method, host, path and query. The path is taken as it is: keys may hold "//",
// "." and "..", which nothing here ever makes a path of.
func (o *Objects) parse(r *http.Request, query url.Values, region string) (target, error) {
	var t target
	path := strings.TrimPrefix(r.URL.Path, "/")
	if name, ok := o.virtualBucket(r.Host, region); ok {
		t.bucket, t.key = name, path
	} else {
		t.bucket, t.key, _ = strings.Cut(path, "/")
	}
	if !utf8.ValidString(t.bucket) || !utf8.ValidString(t.key) {
		return t, fault.New("InvalidURI", "Couldn't parse the specified URI.")
	}
	switch {
	case t.bucket == "" && t.key != "":
		return t, fault.New("InvalidBucketName", "The specified bucket is not valid.")
	case t.bucket == "":
		if r.Method == http.MethodGet {
			t.operation = "ListBuckets"
		}
	case t.key == "":
		t.operation = bucketOperation(r, query)
	default:
		t.operation = objectOperation(r, query)
	}
	if t.operation == "" {
		return t, fault.New("MethodNotAllowed", "The specified method is not allowed against this resource.").With("Method", r.Method)
	}
	return t, nil
}

// virtualBucket is the bucket in a host name (S3 User Guide, "Virtual hosting of general purpose buckets").
func (o *Objects) virtualBucket(host, region string) (string, bool) {
	host = strings.ToLower(withoutPort(host))
	for _, served := range append([]string{"s3." + region + ".amazonaws.com"}, o.hosts...) {
		if name, ok := strings.CutSuffix(host, "."+served); ok && name != "" && served != "" {
			return name, true
		}
	}
	return "", false
}

// bucketSubresources and objectSubresources are the parameters that make another operation of a request, with what
// its name ends in: whatever S3 has is known here, so that none is taken for the plain request.
var bucketSubresources = map[string]string{
	"accelerate": "BucketAccelerateConfiguration", "acl": "BucketAcl", "analytics": "BucketAnalyticsConfiguration", "cors": "BucketCors",
	"encryption": "BucketEncryption", "intelligent-tiering": "BucketIntelligentTieringConfiguration",
	"inventory": "BucketInventoryConfiguration", "lifecycle": "BucketLifecycleConfiguration", "location": "BucketLocation",
	"logging": "BucketLogging", "metadataConfiguration": "BucketMetadataConfiguration",
	"metadataTable": "BucketMetadataTableConfiguration", "metrics": "BucketMetricsConfiguration",
	"notification": "BucketNotificationConfiguration", "object-lock": "ObjectLockConfiguration",
	"ownershipControls": "BucketOwnershipControls", "policy": "BucketPolicy", "policyStatus": "BucketPolicyStatus",
	"publicAccessBlock": "PublicAccessBlock", "replication": "BucketReplication", "requestPayment": "BucketRequestPayment",
	"session": "Session", "tagging": "BucketTagging", "versioning": "BucketVersioning", "website": "BucketWebsite",
}

var objectSubresources = map[string]string{
	"acl": "ObjectAcl", "annotation": "ObjectAnnotation", "attributes": "ObjectAttributes", "encryption": "ObjectEncryption",
	"legal-hold": "ObjectLegalHold", "renameObject": "ObjectName", "restore": "ObjectRestore", "retention": "ObjectRetention",
	"select": "ObjectContentSelection", "tagging": "ObjectTagging", "torrent": "ObjectTorrent",
}

var verbs = map[string]string{
	http.MethodGet: "Get", http.MethodHead: "Head", http.MethodPut: "Put", http.MethodDelete: "Delete", http.MethodPost: "Post",
}

// subresource names the operation on a sub-resource, "" where the request is about none.
func subresource(r *http.Request, query url.Values, known map[string]string) string {
	var named []string
	for parameter, name := range known {
		if query.Has(parameter) {
			named = append(named, verbs[r.Method]+name)
		}
	}
	if len(named) == 0 {
		return ""
	}
	if name := slices.Min(named); name != "DeleteBucketLifecycleConfiguration" {
		return name
	}
	return "DeleteBucketLifecycle"
}

func bucketOperation(r *http.Request, query url.Values) string {
	if name := subresource(r, query, bucketSubresources); name != "" {
		return name
	}
	has := query.Has
	switch {
	case r.Method == http.MethodGet && has("uploads"):
		return "ListMultipartUploads"
	case r.Method == http.MethodGet && has("versions"):
		return "ListObjectVersions"
	case r.Method == http.MethodGet && query.Get("list-type") == "2":
		return "ListObjectsV2"
	case r.Method == http.MethodPost && has("delete"):
		return "DeleteObjects"
	case has("uploads"), has("versions"), has("delete"):
		return ""
	case r.Method == http.MethodPost:
		return "PostObject"
	}
	return map[string]string{
		http.MethodGet: "ListObjects", http.MethodHead: "HeadBucket", http.MethodPut: "CreateBucket", http.MethodDelete: "DeleteBucket",
	}[r.Method]
}

func objectOperation(r *http.Request, query url.Values) string {
	if name := subresource(r, query, objectSubresources); name != "" {
		return name
	}
	copies := len(r.Header["X-Amz-Copy-Source"]) > 0
	switch {
	case query.Has("uploads"):
		return map[string]string{http.MethodPost: "CreateMultipartUpload"}[r.Method]
	case query.Has("uploadId") && r.Method == http.MethodPut && copies:
		return "UploadPartCopy"
	case query.Has("uploadId"):
		return map[string]string{
			http.MethodGet: "ListParts", http.MethodPut: "UploadPart", http.MethodPost: "CompleteMultipartUpload",
			http.MethodDelete: "AbortMultipartUpload",
		}[r.Method]
	case r.Method == http.MethodPut && copies:
		return "CopyObject"
	}
	return map[string]string{
		http.MethodGet: "GetObject", http.MethodHead: "HeadObject", http.MethodPut: "PutObject", http.MethodDelete: "DeleteObject",
	}[r.Method]
}
