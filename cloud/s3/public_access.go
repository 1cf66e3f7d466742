package s3

import (
	"net/netip"
	"slices"
	"strings"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"interlaken/fault"
	"interlaken/identity"
	"interlaken/policy"
	"interlaken/service"
)

// publicAccess is the document of a bucket's public access block (S3 User Guide, "Blocking public access to your Amazon
// S3 storage"). What it says of access control lists holds of every bucket: they say nothing.
type publicAccess struct {
	BlockPublicAcls       bool `json:"blockPublicAcls,omitempty"`
	IgnorePublicAcls      bool `json:"ignorePublicAcls,omitempty"`
	BlockPublicPolicy     bool `json:"blockPublicPolicy,omitempty"`
	RestrictPublicBuckets bool `json:"restrictPublicBuckets,omitempty"`
}

// newBucketAccess is what a bucket begins with (S3 User Guide, the same).
func newBucketAccess() *publicAccess { return &publicAccess{true, true, true, true} }

// policyStatus is the document that says whether a bucket's policy is public.
type policyStatus struct{ IsPublic bool }

func (o *Objects) getPublicAccessBlock() service.Operation {
	return configuredBy[awss3.GetPublicAccessBlockInput](o, "GetPublicAccessBlock", "GetBucketPublicAccessBlock", func(b *bucket) (*publicAccess, error) {
		if b.PublicAccess == nil {
			return nil, b.lacks("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found")
		}
		return b.PublicAccess, nil
	})
}

func (o *Objects) putPublicAccessBlock() service.Operation {
	return configures[awss3.PutPublicAccessBlockInput](o, "PutPublicAccessBlock", "PutBucketPublicAccessBlock", func(b *bucket, p *publicAccess) error {
		b.PublicAccess = p
		return nil
	})
}

func (o *Objects) deletePublicAccessBlock() service.Operation {
	return unconfigures[awss3.DeletePublicAccessBlockInput](o, "DeletePublicAccessBlock", "PutBucketPublicAccessBlock",
		func(b *bucket) { b.PublicAccess = nil })
}

func (o *Objects) getBucketPolicyStatus() service.Operation {
	return configuredBy[awss3.GetBucketPolicyStatusInput](o, "GetBucketPolicyStatus", "GetBucketPolicyStatus", func(b *bucket) (*policyStatus, error) {
		if b.Policy == "" {
			return nil, b.lacks("NoSuchBucketPolicy", "The bucket policy does not exist")
		}
		return &policyStatus{b.public()}, nil
	})
}

// refusesPublic refuses a public policy where the bucket blocks them.
func (b *bucket) refusesPublic(c *service.Call, document *policy.Document) error {
	if b.PublicAccess == nil || !b.PublicAccess.BlockPublicPolicy || !isPublic(document) {
		return nil
	}
	return fault.New(fault.AccessDenied, "User: %s is not authorized to perform: s3:PutBucketPolicy on resource: \"%s\" because public "+
		"policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.", c.Session.Principal.ARN, b.arn())
}

// closedTo shuts out other accounts, but no services of AWS, while the bucket's policy is public and its access block restricts that.
func (b *bucket) closedTo(c *service.Call) error {
	caller := c.Session.Principal
	if b.PublicAccess != nil && b.PublicAccess.RestrictPublicBuckets && caller.Account != b.Owner && caller.Kind != identity.Service && b.public() {
		return fault.New(fault.AccessDenied, "Access Denied")
	}
	return nil
}

// public reports whether the bucket's policy is; one that cannot be read is taken for public.
func (b *bucket) public() bool {
	if b.Policy == "" {
		return false
	}
	document, err := policy.Parse(policy.Resource, []byte(b.Policy))
	return err != nil || isPublic(document)
}

// fixing are the condition keys that make a policy for everybody one for somebody, if their values have no wildcards (S3
// User Guide, "The meaning of public").
var fixing = []string{
	"aws:sourceip", "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount",
	"aws:userid", "aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount", "aws:principalarn",
	"s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:dataaccesspointarn", "s3:dataaccesspointaccount",
}

// isPublic reports whether a statement allows something to everybody.
func isPublic(document *policy.Document) bool {
	return slices.ContainsFunc(document.Statement, func(s policy.Statement) bool {
		everybody := s.NotPrincipal != nil || s.Principal != nil && (s.Principal.Everyone || slices.Contains(s.Principal.AWS, "*"))
		return s.Effect == policy.Allow && everybody && !fixed(s.Condition)
	})
}

func fixed(c policy.Condition) bool {
	for operator, keys := range c {
		// A condition that holds where its key is absent, or for all values but some, fixes nothing.
		if strings.HasSuffix(operator, "IfExists") || strings.HasPrefix(operator, "ForAllValues:") || strings.Contains(operator, "Not") {
			continue
		}
		for key, values := range keys {
			if !slices.Contains(fixing, strings.ToLower(key)) {
				continue
			}
			if !slices.ContainsFunc(values, wide) {
				return true
			}
		}
	}
	return false
}

// wide reports whether a value fixes nothing: one with wildcards, or a network of more addresses than an /8 has (an /32 of
// IPv6).
func wide(value string) bool {
	network, err := netip.ParsePrefix(value)
	return strings.ContainsAny(value, "*?") || err == nil && (network.Bits() < 8 || network.Addr().Is6() && network.Bits() < 32)
}

// ownership is the document of a bucket's ownership controls.
type ownership struct {
	Rule []struct{ ObjectOwnership string }
}

const ownerEnforced = "BucketOwnerEnforced"

func (o *Objects) getBucketOwnershipControls() service.Operation {
	return configuredBy[awss3.GetBucketOwnershipControlsInput](o, "GetBucketOwnershipControls", "GetBucketOwnershipControls", func(b *bucket) (*ownership, error) {
		if b.NoOwnership {
			return nil, b.lacks("OwnershipControlsNotFoundError", "The bucket ownership controls were not found")
		}
		return &ownership{[]struct{ ObjectOwnership string }{{ownerEnforced}}}, nil
	})
}

// putBucketOwnershipControls takes what holds anyway; any other value would bring access control lists.
func (o *Objects) putBucketOwnershipControls() service.Operation {
	return configures[awss3.PutBucketOwnershipControlsInput](o, "PutBucketOwnershipControls", "PutBucketOwnershipControls", func(b *bucket, w *ownership) error {
		if len(w.Rule) != 1 {
			return malformedXML()
		}
		switch w.Rule[0].ObjectOwnership {
		case ownerEnforced:
			b.NoOwnership = false
			return nil
		case "BucketOwnerPreferred", "ObjectWriter":
			return fault.New(fault.Unsupported, "The object ownership %s is not supported here.", w.Rule[0].ObjectOwnership)
		}
		return malformedXML()
	})
}

func (o *Objects) deleteBucketOwnershipControls() service.Operation {
	return unconfigures[awss3.DeleteBucketOwnershipControlsInput](o, "DeleteBucketOwnershipControls", "PutBucketOwnershipControls",
		func(b *bucket) { b.NoOwnership = true })
}
