package s3

import (
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"interlaken/fault"
	"interlaken/service"
)

// encryption is the document of a bucket's default encryption.
type encryption struct {
	Rule []encryptionRule
}

type encryptionRule struct {
	ApplyServerSideEncryptionByDefault *encryptionDefault
	BucketKeyEnabled                   bool
}

type encryptionDefault struct {
	SSEAlgorithm   string
	KMSMasterKeyID string `xml:",omitempty"`
}

// usualEncryption is what every bucket of S3 has (S3 User Guide, "Setting default server-side encryption behavior").
// Here it says that nobody needs a key of their own; the encryption is the disk's.
const usualEncryption = "AES256"

func (o *Objects) getBucketEncryption() service.Operation {
	return configuredBy[awss3.GetBucketEncryptionInput](o, "GetBucketEncryption", "GetEncryptionConfiguration", func(*bucket) (*encryption, error) {
		return &encryption{[]encryptionRule{{ApplyServerSideEncryptionByDefault: &encryptionDefault{SSEAlgorithm: usualEncryption}}}}, nil
	})
}

// putBucketEncryption takes what holds anyway and refuses keys.
func (o *Objects) putBucketEncryption() service.Operation {
	return configures[awss3.PutBucketEncryptionInput](o, "PutBucketEncryption", "PutEncryptionConfiguration", func(_ *bucket, e *encryption) error {
		if len(e.Rule) != 1 || e.Rule[0].ApplyServerSideEncryptionByDefault == nil {
			return malformedXML()
		}
		switch rule := e.Rule[0].ApplyServerSideEncryptionByDefault; {
		case rule.SSEAlgorithm == "aws:kms" || rule.SSEAlgorithm == "aws:kms:dsse":
			return fault.New(fault.Unsupported, "Encryption with keys of KMS is not supported here.")
		case rule.SSEAlgorithm != usualEncryption:
			return malformedXML()
		case rule.KMSMasterKeyID != "":
			return fault.New(fault.Validation, "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse")
		}
		return nil
	})
}

func (o *Objects) deleteBucketEncryption() service.Operation {
	return unconfigures[awss3.DeleteBucketEncryptionInput](o, "DeleteBucketEncryption", "PutEncryptionConfiguration", func(*bucket) {})
}
