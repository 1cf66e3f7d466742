package s3

import (
	"encoding/xml"
	"reflect"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"interlaken/fault"
	"interlaken/service"
)

// A bucket has configurations, each an XML document that is put, got and deleted as a whole. Here are the three
// operations that all of them have, and those of the configurations that no bucket has here.

// configured is the input of an operation that puts a document.
type configured[In, Document any] struct {
	Input    In
	Document Document
}

func (c *configured[In, Document]) sdk() any { return &c.Input }

// document is what the trail shows of the document, under the name that the SDK's input has for it.
func (c *configured[In, Document]) document() (name string, shown any) {
	input := reflect.TypeFor[In]()
	for i := range input.NumField() {
		if f := input.Field(i); f.Type.Kind() == reflect.Pointer && f.Type.Elem().Kind() == reflect.Struct {
			name = f.Name
		}
	}
	return name, &c.Document
}

// configuredBy gets a bucket's document.
func configuredBy[In, Document any](o *Objects, name, action string, get func(*bucket) (*Document, error)) service.Operation {
	return define(o, operation[In, Document]{
		name: name, action: action,
		do: func(_ *service.Call, b *bucket, _ *In) (*Document, error) { return get(b) },
	}, service.Reads)
}

// configures puts a bucket's document.
func configures[In, Document any](o *Objects, name, action string, put func(*bucket, *Document) error) service.Operation {
	return define(o, operation[configured[In, Document], struct{}]{
		name: name, action: action,
		do: func(c *service.Call, b *bucket, in *configured[In, Document]) (*struct{}, error) {
			if err := put(b, &in.Document); err != nil {
				return nil, err
			}
			return &struct{}{}, buckets.Put(c.Tx, *b)
		},
	})
}

// unconfigures deletes a bucket's document; that there is none is no error.
func unconfigures[In any](o *Objects, name, action string, remove func(*bucket)) service.Operation {
	return define(o, operation[In, struct{}]{
		name: name, action: action,
		do: func(c *service.Call, b *bucket, _ *In) (*struct{}, error) {
			remove(b)
			return &struct{}{}, buckets.Put(c.Tx, *b)
		},
	})
}

// lacks says that a bucket has no such document.
func (b *bucket) lacks(code fault.Code, message string) error {
	return fault.New(code, "%s", message).With("BucketName", b.Name)
}

// configuration decodes a request that puts a document, which it has to have.
func (x *exchange) configuration(in, into any) error {
	if err := x.decode(in); err != nil {
		return err
	}
	text, err := readDocument(x.r, maxDocumentBytes)
	switch {
	case err != nil:
		return err
	case len(text) == 0:
		return fault.New("MissingRequestBodyError", "Request Body is empty")
	case xml.Unmarshal(text, into) != nil:
		return malformedXML()
	}
	return nil
}

// configure serves an operation that puts a document.
func configure[In, Document any](x *exchange) error {
	return configureWith(x, headersOnly[configured[In, Document], struct{}])
}

// configureEmptied is configure where S3 answers 204.
func configureEmptied[In, Document any](x *exchange) error {
	return configureWith(x, noContent[configured[In, Document], struct{}])
}

func configureWith[In, Document any](x *exchange, encode func(*exchange, *configured[In, Document], *struct{}) error) error {
	in := &configured[In, Document]{}
	if err := x.configuration(in.sdk(), &in.Document); err != nil {
		return err
	}
	return finish(x, in, encode)
}

// requestPayment says who pays for requests.
type requestPayment struct {
	Payer string
}

// unconfigured are the operations that read what buckets do not have here, and say so in S3's way: whoever looks at a
// bucket as a whole asks for all of them. Putting any of it is unsupported.
func (o *Objects) unconfigured() []service.Operation {
	return []service.Operation{
		configuredBy[awss3.GetBucketAccelerateConfigurationInput](o, "GetBucketAccelerateConfiguration", "GetAccelerateConfiguration", nothingSet),
		configuredBy[awss3.GetBucketLoggingInput](o, "GetBucketLogging", "GetBucketLogging", nothingSet),
		configuredBy[awss3.GetBucketNotificationConfigurationInput](o, "GetBucketNotificationConfiguration", "GetBucketNotification", nothingSet),
		configuredBy[awss3.GetBucketRequestPaymentInput](o, "GetBucketRequestPayment", "GetBucketRequestPayment",
			func(*bucket) (*requestPayment, error) { return &requestPayment{"BucketOwner"}, nil }),
		absent[awss3.GetBucketCorsInput](o, "GetBucketCors", "GetBucketCORS",
			"NoSuchCORSConfiguration", "The CORS configuration does not exist"),
		unconfigures[awss3.DeleteBucketCorsInput](o, "DeleteBucketCors", "PutBucketCORS", func(*bucket) {}),
		absent[awss3.GetBucketReplicationInput](o, "GetBucketReplication", "GetReplicationConfiguration",
			"ReplicationConfigurationNotFoundError", "The replication configuration was not found"),
		absent[awss3.GetBucketWebsiteInput](o, "GetBucketWebsite", "GetBucketWebsite",
			"NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration"),
		absent[awss3.GetObjectLockConfigurationInput](o, "GetObjectLockConfiguration", "GetBucketObjectLockConfiguration",
			"ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket"),
	}
}

func nothingSet(*bucket) (*struct{}, error) { return &struct{}{}, nil }

func absent[In any](o *Objects, name, action string, code fault.Code, message string) service.Operation {
	return configuredBy[In](o, name, action, func(b *bucket) (*struct{}, error) { return nil, b.lacks(code, message) })
}
