package s3

import (
	"slices"
	"strings"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/fault"
	"interlaken/service"
)

// attributes is the document of GetObjectAttributes, and what goes into headers.
type attributes struct {
	ETag         string           `xml:",omitempty"`
	Checksum     *attributedSum   `xml:",omitempty"`
	ObjectParts  *attributedParts `xml:",omitempty"`
	StorageClass string           `xml:",omitempty"`
	ObjectSize   *int64           `xml:",omitempty"`
	headers      awss3.GetObjectAttributesOutput
}

type attributedSum struct {
	ChecksumCRC32     *string            `xml:",omitempty"`
	ChecksumCRC32C    *string            `xml:",omitempty"`
	ChecksumCRC64NVME *string            `xml:",omitempty"`
	ChecksumSHA1      *string            `xml:",omitempty"`
	ChecksumSHA256    *string            `xml:",omitempty"`
	ChecksumType      types.ChecksumType `xml:",omitempty"`
}

// attributedParts tells how many parts there were; what each of them was is not kept.
type attributedParts struct {
	PartsCount int
}

func (o *Objects) getObjectAttributes() service.Operation {
	return define(o, operation[awss3.GetObjectAttributesInput, attributes]{
		name: "GetObjectAttributes", action: "GetObjectAttributes",
		also: func(c *service.Call, b *bucket, in *awss3.GetObjectAttributesInput) ([]service.Check, error) {
			// Both permissions are needed (S3 API Reference, GetObjectAttributes).
			return questions(c, b, "GetObject", value(in, "Key"), in)
		},
		do: func(c *service.Call, b *bucket, in *awss3.GetObjectAttributesInput) (*attributes, error) {
			v, err := findObject(c, b, value(in, "Key"), value(in, "VersionId"))
			if err != nil {
				return nil, err
			}
			out := &attributes{}
			out.headers.LastModified = &v.Modified
			b.identify(&v, &out.headers)
			has := func(a types.ObjectAttributes) bool { return slices.Contains(in.ObjectAttributes, a) }
			if has(types.ObjectAttributesEtag) {
				out.ETag = v.ETag
			}
			if has(types.ObjectAttributesChecksum) && v.Checksum.Value != "" {
				out.Checksum = &attributedSum{}
				setChecksum(out.Checksum, v.Checksum)
			}
			if has(types.ObjectAttributesObjectParts) && len(v.Parts) > 0 {
				out.ObjectParts = &attributedParts{len(v.Parts)}
			}
			if has(types.ObjectAttributesStorageClass) {
				out.StorageClass = string(types.StorageClassStandard)
			}
			if has(types.ObjectAttributesObjectSize) {
				out.ObjectSize = &v.Size
			}
			return out, nil
		},
	}, service.Reads, service.DataEvent)
}

func (x *exchange) getObjectAttributes() error {
	in := &awss3.GetObjectAttributesInput{}
	if err := x.decode(in); err != nil {
		return err
	}
	known := types.ObjectAttributes("").Values()
	for name := range strings.SplitSeq(strings.Join(x.r.Header["X-Amz-Object-Attributes"], ","), ",") {
		asked := types.ObjectAttributes(strings.TrimSpace(name))
		if !slices.Contains(known, asked) {
			return fault.New(fault.Validation, "Invalid attribute name specified.").With("ArgumentName", "x-amz-object-attributes")
		}
		in.ObjectAttributes = append(in.ObjectAttributes, asked)
	}
	return finish(x, in, func(x *exchange, _ *awss3.GetObjectAttributesInput, out *attributes) error {
		encodeHeaders(x.w.Header(), &out.headers)
		return x.send("GetObjectAttributesResponse", *out)
	})
}
