package s3

import (
	"regexp"
	"strings"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/fault"
	"interlaken/policy"
	"interlaken/service"
	"interlaken/store"
)

// ListBuckets and CreateBucket are the two operations that need no bucket: what they ask is asked of the caller's own
// account.

type bucketPage struct {
	buckets []bucket
	owner   string
	next    string
}

func (o *Objects) listBuckets() service.Operation {
	checks := func(c *service.Call, in *awss3.ListBucketsInput) ([]service.Check, error) {
		return []service.Check{{Action: "s3:ListAllMyBuckets", Resource: "arn:aws:s3:::*", Policy: &service.ResourcePolicy{}}}, nil
	}
	return service.Define("ListBuckets", checks, listBuckets, service.Reads, service.Shows(parameters, nothing))
}

func listBuckets(c *service.Call, in *awss3.ListBucketsInput) (*bucketPage, error) {
	after, err := store.ParseToken(value(in, "ContinuationToken"))
	if err != nil {
		return nil, fault.New(fault.Validation, "The continuation token provided is incorrect").With("ArgumentName", "continuation-token")
	}
	size := 10_000
	if in.MaxBuckets != nil {
		size = min(max(int(*in.MaxBuckets), 1), size)
	}
	span := store.Range{Prefix: store.Begins(value(in, "Prefix"), c.Account()), After: after}
	page := &bucketPage{owner: c.Account()}
	page.buckets, page.next, err = store.Page(buckets.ScanIndex(c.Tx, "owner", span), size)
	if err != nil {
		return nil, err
	}
	return page, bill(c, c.Account(), "", "ListBuckets")
}

func (o *Objects) createBucket() service.Operation {
	checks := func(c *service.Call, in *awss3.CreateBucketInput) ([]service.Check, error) {
		if err := refuseUnsupported(in); err != nil {
			return nil, err
		}
		check := service.Check{
			Action: "s3:CreateBucket", Resource: bucketARN(value(in, "Bucket")), Keys: conditionKeys("CreateBucket", nil, in),
			Policy: &service.ResourcePolicy{},
		}
		if in.CreateBucketConfiguration == nil || len(in.CreateBucketConfiguration.Tags) == 0 {
			return []service.Check{check}, nil
		}
		tagging := check
		tagging.Action = "s3:TagResource" // S3 API Reference, CreateBucket: permissions
		return []service.Check{check, tagging}, nil
	}
	return service.Define("CreateBucket", checks, createBucket, service.Shows(parameters, nothing))
}

func createBucket(c *service.Call, in *awss3.CreateBucketInput) (*awss3.CreateBucketOutput, error) {
	name := value(in, "Bucket")
	if err := validBucket(name); err != nil {
		return nil, err
	}
	c.Resource(bucketARN(name), "AWS::S3::Bucket")
	if in.CreateBucketConfiguration != nil {
		if where := string(in.CreateBucketConfiguration.LocationConstraint); where != "" && where != c.Session.Region {
			return nil, fault.New("IllegalLocationConstraintException",
				"The %s location constraint is incompatible for the region specific endpoint this request was sent to.", where)
		}
	}
	location := "/" + name
	out := &awss3.CreateBucketOutput{Location: &location}
	b := bucket{Name: name, Owner: c.Account(), Region: c.Session.Region, Created: c.Now, PublicAccess: newBucketAccess()}
	if in.CreateBucketConfiguration != nil {
		var err error
		if b.Tags, err = readTags(in.CreateBucketConfiguration.Tags, maxBucketTags, "Bucket tag count"); err != nil {
			return nil, err
		}
	}
	err := buckets.Create(c.Tx, b)
	if !fault.Is(err, fault.AlreadyExists) {
		if err != nil {
			return nil, err
		}
		return out, bill(c, c.Account(), bucketARN(name), "CreateBucket")
	}
	existing, err := findBucket(c.Tx, name)
	switch {
	case err != nil:
		return nil, err
	case existing.Owner != c.Account():
		message := "The requested bucket name is not available. The bucket namespace is shared by all users of the system. " +
			"Please select a different name and try again."
		return nil, &types.BucketAlreadyExists{Message: &message}
	case c.Session.Region == "us-east-1":
		return out, nil // S3 API Reference, CreateBucket: re-creating one's own bucket succeeds there
	}
	message := "Your previous request to create the named bucket succeeded and you already own it."
	return nil, &types.BucketAlreadyOwnedByYou{Message: &message}
}

var (
	bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)
	address    = regexp.MustCompile(`^\d+\.\d+\.\d+\.\d+$`)
)

// validBucket holds the rules of S3 User Guide, "General purpose bucket naming rules".
func validBucket(name string) error {
	reserved := strings.HasPrefix(name, "xn--") || strings.HasPrefix(name, "sthree-") || strings.HasPrefix(name, "amzn-s3-demo-") ||
		strings.HasSuffix(name, "-s3alias") || strings.HasSuffix(name, "--ol-s3") || strings.HasSuffix(name, "--x-s3")
	if !bucketName.MatchString(name) || strings.Contains(name, "..") || address.MatchString(name) || reserved {
		return fault.New("InvalidBucketName", "The specified bucket is not valid.").With("BucketName", name)
	}
	return nil
}

func (o *Objects) headBucket() service.Operation {
	return define(o, operation[awss3.HeadBucketInput, awss3.HeadBucketOutput]{
		name: "HeadBucket", action: "ListBucket",
		do: func(c *service.Call, b *bucket, in *awss3.HeadBucketInput) (*awss3.HeadBucketOutput, error) {
			return &awss3.HeadBucketOutput{BucketRegion: &b.Region}, nil
		},
	}, service.Reads)
}

func (o *Objects) getBucketLocation() service.Operation {
	return define(o, operation[awss3.GetBucketLocationInput, awss3.GetBucketLocationOutput]{
		name: "GetBucketLocation", action: "GetBucketLocation",
		do: func(c *service.Call, b *bucket, in *awss3.GetBucketLocationInput) (*awss3.GetBucketLocationOutput, error) {
			return &awss3.GetBucketLocationOutput{LocationConstraint: types.BucketLocationConstraint(b.Region)}, nil
		},
	}, service.Reads)
}

func (o *Objects) deleteBucket() service.Operation {
	return define(o, operation[awss3.DeleteBucketInput, awss3.DeleteBucketOutput]{
		name: "DeleteBucket", action: "DeleteBucket",
		do: func(c *service.Call, b *bucket, in *awss3.DeleteBucketInput) (*awss3.DeleteBucketOutput, error) {
			if err := empty(c.Tx, b); err != nil {
				return nil, err
			}
			// Uploads that were not completed go with the bucket.
			var open []upload
			for item, err := range uploads.Scan(c.Tx, store.Range{Prefix: store.Key(b.Name)}) {
				if err != nil {
					return nil, err
				}
				open = append(open, item.Value)
			}
			for i := range open {
				if err := o.dropUpload(c, &open[i]); err != nil {
					return nil, err
				}
			}
			return &awss3.DeleteBucketOutput{}, buckets.Delete(c.Tx, store.Key(b.Name))
		},
	})
}

// empty fails if the bucket has an object, a version or a delete marker.
func empty(r store.Reader, b *bucket) error {
	span := store.Range{Prefix: store.Key(b.Name), Limit: 1}
	for _, held := range []store.Collection[object]{objects, versions} {
		for _, err := range held.Scan(r, span) {
			if err != nil {
				return err
			}
			message := "The bucket you tried to delete is not empty"
			if b.Versioning != "" {
				message += ". You must delete all versions in the bucket."
			}
			return fault.New("BucketNotEmpty", "%s", message).With("BucketName", b.Name)
		}
	}
	return nil
}

// ownAccount refuses the management of a policy from another account, whatever the policy allows (S3 API Reference,
// PutBucketPolicy: 405 Method Not Allowed).
func ownAccount(c *service.Call, b *bucket) error {
	if c.Account() != b.Owner {
		return fault.New("MethodNotAllowed", "The specified method is not allowed against this resource.")
	}
	return nil
}

func (o *Objects) putBucketPolicy() service.Operation {
	return define(o, operation[awss3.PutBucketPolicyInput, awss3.PutBucketPolicyOutput]{
		name: "PutBucketPolicy", action: "PutBucketPolicy",
		do: func(c *service.Call, b *bucket, in *awss3.PutBucketPolicyInput) (*awss3.PutBucketPolicyOutput, error) {
			if err := ownAccount(c, b); err != nil {
				return nil, err
			}
			text := value(in, "Policy")
			document, err := validPolicy(b, text)
			if err != nil {
				return nil, err
			}
			if err := b.refusesPublic(c, document); err != nil {
				return nil, err
			}
			b.Policy = text
			return &awss3.PutBucketPolicyOutput{}, buckets.Put(c.Tx, *b)
		},
	})
}

// maxPolicyBytes is the size of a bucket policy (S3 User Guide, "Bucket policies").
const maxPolicyBytes = 20 << 10

// validPolicy reads a bucket policy as S3 does: it has to be well-formed and to speak of this bucket only.
func validPolicy(b *bucket, text string) (*policy.Document, error) {
	if text == "" {
		return nil, malformedPolicy("Missing required field Policy")
	}
	if len(text) > maxPolicyBytes {
		return nil, fault.New("PolicyTooLarge", "Policies must not exceed %d bytes", maxPolicyBytes)
	}
	document, err := policy.Parse(policy.Resource, []byte(text))
	if err != nil {
		return nil, fault.Wrap(err, "MalformedPolicy", "%s", fault.Public(err))
	}
	for _, statement := range document.Statement {
		if len(statement.Resource)+len(statement.NotResource) == 0 {
			return nil, malformedPolicy("Missing required field Resource")
		}
		for _, resource := range append(statement.Resource[:len(statement.Resource):len(statement.Resource)], statement.NotResource...) {
			if resource != b.arn() && !strings.HasPrefix(resource, b.arn()+"/") && resource != "*" && resource != b.arn()+"*" {
				return nil, malformedPolicy("Policy has invalid resource")
			}
		}
	}
	return document, nil
}

func malformedPolicy(message string) error { return fault.New("MalformedPolicy", "%s", message) }

func (o *Objects) getBucketPolicy() service.Operation {
	return define(o, operation[awss3.GetBucketPolicyInput, awss3.GetBucketPolicyOutput]{
		name: "GetBucketPolicy", action: "GetBucketPolicy",
		do: func(c *service.Call, b *bucket, in *awss3.GetBucketPolicyInput) (*awss3.GetBucketPolicyOutput, error) {
			if err := ownAccount(c, b); err != nil {
				return nil, err
			}
			if b.Policy == "" {
				return nil, fault.New("NoSuchBucketPolicy", "The bucket policy does not exist").With("BucketName", b.Name)
			}
			return &awss3.GetBucketPolicyOutput{Policy: &b.Policy}, nil
		},
	}, service.Reads)
}

func (o *Objects) deleteBucketPolicy() service.Operation {
	return define(o, operation[awss3.DeleteBucketPolicyInput, awss3.DeleteBucketPolicyOutput]{
		name: "DeleteBucketPolicy", action: "DeleteBucketPolicy",
		do: func(c *service.Call, b *bucket, in *awss3.DeleteBucketPolicyInput) (*awss3.DeleteBucketPolicyOutput, error) {
			if err := ownAccount(c, b); err != nil {
				return nil, err
			}
			b.Policy = ""
			return &awss3.DeleteBucketPolicyOutput{}, buckets.Put(c.Tx, *b)
		},
	})
}
