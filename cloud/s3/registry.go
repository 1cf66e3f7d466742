package s3

import (
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"interlaken/wire"
)

// registry describes S3 to package wire: its operations by name, and the status of its errors (S3 API Reference,
// "Error responses"). Requests and answers are read and written here, in handler.go and the files beside it.
var registry = wire.NewService(wire.Service{
	ID: "s3", SigningName: "s3", Protocol: wire.RESTXML, APIVersion: "2006-03-01",
	XMLNamespace: "http://s3.amazonaws.com/doc/2006-03-01/",
	Operations: []wire.Operation{
		{Name: "AbortMultipartUpload", In: (*awss3.AbortMultipartUploadInput)(nil), Out: (*awss3.AbortMultipartUploadOutput)(nil)},
		{Name: "CompleteMultipartUpload", In: (*awss3.CompleteMultipartUploadInput)(nil), Out: (*awss3.CompleteMultipartUploadOutput)(nil)},
		{Name: "CopyObject", In: (*awss3.CopyObjectInput)(nil), Out: (*awss3.CopyObjectOutput)(nil)},
		{Name: "CreateBucket", In: (*awss3.CreateBucketInput)(nil), Out: (*awss3.CreateBucketOutput)(nil)},
		{Name: "CreateMultipartUpload", In: (*awss3.CreateMultipartUploadInput)(nil), Out: (*awss3.CreateMultipartUploadOutput)(nil)},
		{Name: "DeleteBucket", In: (*awss3.DeleteBucketInput)(nil), Out: (*awss3.DeleteBucketOutput)(nil)},
		{Name: "DeleteBucketPolicy", In: (*awss3.DeleteBucketPolicyInput)(nil), Out: (*awss3.DeleteBucketPolicyOutput)(nil)},
		{Name: "DeleteObject", In: (*awss3.DeleteObjectInput)(nil), Out: (*awss3.DeleteObjectOutput)(nil)},
		{Name: "DeleteObjects", In: (*awss3.DeleteObjectsInput)(nil), Out: (*awss3.DeleteObjectsOutput)(nil)},
		{Name: "GetBucketLocation", In: (*awss3.GetBucketLocationInput)(nil), Out: (*awss3.GetBucketLocationOutput)(nil)},
		{Name: "GetBucketPolicy", In: (*awss3.GetBucketPolicyInput)(nil), Out: (*awss3.GetBucketPolicyOutput)(nil)},
		{Name: "GetBucketVersioning", In: (*awss3.GetBucketVersioningInput)(nil), Out: (*awss3.GetBucketVersioningOutput)(nil)},
		{Name: "GetObject", In: (*awss3.GetObjectInput)(nil), Out: (*awss3.GetObjectOutput)(nil)},
		{Name: "HeadBucket", In: (*awss3.HeadBucketInput)(nil), Out: (*awss3.HeadBucketOutput)(nil)},
		{Name: "HeadObject", In: (*awss3.HeadObjectInput)(nil), Out: (*awss3.HeadObjectOutput)(nil)},
		{Name: "ListBuckets", In: (*awss3.ListBucketsInput)(nil), Out: (*awss3.ListBucketsOutput)(nil)},
		{Name: "ListMultipartUploads", In: (*awss3.ListMultipartUploadsInput)(nil), Out: (*awss3.ListMultipartUploadsOutput)(nil)},
		{Name: "ListObjects", In: (*awss3.ListObjectsInput)(nil), Out: (*awss3.ListObjectsOutput)(nil)},
		{Name: "ListObjectsV2", In: (*awss3.ListObjectsV2Input)(nil), Out: (*awss3.ListObjectsV2Output)(nil)},
		{Name: "ListParts", In: (*awss3.ListPartsInput)(nil), Out: (*awss3.ListPartsOutput)(nil)},
		{Name: "PutBucketPolicy", In: (*awss3.PutBucketPolicyInput)(nil), Out: (*awss3.PutBucketPolicyOutput)(nil)},
		{Name: "PutObject", In: (*awss3.PutObjectInput)(nil), Out: (*awss3.PutObjectOutput)(nil)},
		{Name: "UploadPart", In: (*awss3.UploadPartInput)(nil), Out: (*awss3.UploadPartOutput)(nil)},
		{Name: "UploadPartCopy", In: (*awss3.UploadPartCopyInput)(nil), Out: (*awss3.UploadPartCopyOutput)(nil)},
	},
	Errors: map[string]int{
		"BucketAlreadyExists":     409,
		"BucketAlreadyOwnedByYou": 409,
		"BucketNotEmpty":          409,
		"InvalidRange":            416,
		"MethodNotAllowed":        405,
		"MissingContentLength":    411,
		"NoSuchBucket":            404,
		"NoSuchBucketPolicy":      404,
		"NoSuchKey":               404,
		"NoSuchUpload":            404,
		"NotModified":             304,
		"PreconditionFailed":      412,
	},
})
