package s3

import (
	"encoding/xml"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"

	"interlaken/fault"
	"interlaken/service"
)

// Access control lists say nothing in a bucket whose owner owns its objects: reading one shows the owner with full
// control, setting one is refused (S3 User Guide, "Controlling ownership of objects and disabling ACLs for your bucket").

// accessControl is the document of an access control list.
type accessControl struct {
	Owner             struct{ ID string }
	AccessControlList struct{ Grant []grant }
}

type grant struct {
	Grantee    grantee
	Permission string
}

type grantee struct {
	Instance xml.Attr `xml:",attr"`
	Kind     xml.Attr `xml:",attr"`
	ID       string
}

func ownersAlone(b *bucket) *accessControl {
	list := &accessControl{}
	list.Owner.ID = canonicalID(b.Owner)
	list.AccessControlList.Grant = []grant{{
		Grantee: grantee{
			Instance: xml.Attr{Name: xml.Name{Local: "xmlns:xsi"}, Value: "http://www.w3.org/2001/XMLSchema-instance"},
			Kind:     xml.Attr{Name: xml.Name{Local: "xsi:type"}, Value: "CanonicalUser"},
			ID:       list.Owner.ID,
		},
		Permission: "FULL_CONTROL",
	}}
	return list
}

func noLists() error {
	return fault.New("AccessControlListNotSupported", "The bucket does not allow ACLs")
}

func (o *Objects) getBucketACL() service.Operation {
	return configuredBy[awss3.GetBucketAclInput](o, "GetBucketAcl", "GetBucketAcl",
		func(b *bucket) (*accessControl, error) { return ownersAlone(b), nil })
}

func (o *Objects) putBucketACL() service.Operation {
	return define(o, operation[awss3.PutBucketAclInput, struct{}]{
		name: "PutBucketAcl", action: "PutBucketAcl",
		do: func(*service.Call, *bucket, *awss3.PutBucketAclInput) (*struct{}, error) { return nil, noLists() },
	})
}

func (o *Objects) getObjectACL() service.Operation {
	return define(o, operation[awss3.GetObjectAclInput, accessControl]{
		name: "GetObjectAcl", action: "GetObjectAcl",
		do: func(c *service.Call, b *bucket, in *awss3.GetObjectAclInput) (*accessControl, error) {
			if _, err := findObject(c, b, value(in, "Key"), value(in, "VersionId")); err != nil {
				return nil, err
			}
			return ownersAlone(b), nil
		},
	}, service.Reads, service.DataEvent)
}

func (o *Objects) putObjectACL() service.Operation {
	return define(o, operation[awss3.PutObjectAclInput, struct{}]{
		name: "PutObjectAcl", action: "PutObjectAcl",
		do: func(*service.Call, *bucket, *awss3.PutObjectAclInput) (*struct{}, error) { return nil, noLists() },
	}, service.DataEvent)
}
