package s3

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

func (o *Objects) createMultipartUpload() service.Operation {
	return define(o, operation[awss3.CreateMultipartUploadInput, awss3.CreateMultipartUploadOutput]{
		name: "CreateMultipartUpload", action: "PutObject",
		do: func(c *service.Call, b *bucket, in *awss3.CreateMultipartUploadInput) (*awss3.CreateMultipartUploadOutput, error) {
			if err := validKey(value(in, "Key")); err != nil {
				return nil, err
			}
			u := upload{
				Bucket: b.Name, Key: *in.Key, ID: o.ids.Token(48), Initiator: c.Session.Principal.ARN, Initiated: c.Now,
				Content: contentOf(in, in.Metadata),
			}
			var err error
			if u.Tags, err = tagsOf(in); err != nil {
				return nil, err
			}
			asked, err := uploadChecksum(in)
			if err != nil {
				return nil, err
			}
			u.Algorithm, u.Composite, u.Free = asked.Algorithm, asked.Composite, in.ChecksumAlgorithm == ""
			out := &awss3.CreateMultipartUploadOutput{Bucket: in.Bucket, Key: in.Key, UploadId: &u.ID}
			if in.ChecksumAlgorithm != "" {
				out.ChecksumAlgorithm, out.ChecksumType = types.ChecksumAlgorithm(u.Algorithm), types.ChecksumType(asked.kind())
			}
			return out, uploads.Create(c.Tx, u)
		},
	}, service.DataEvent)
}

// uploadChecksum is the checksum that an upload begins with. Without a type it is of the parts' checksums, but for
// CRC-64, which is always of the whole object (S3 User Guide, "Checksum types").
func uploadChecksum(in *awss3.CreateMultipartUploadInput) (checksum, error) {
	asked := checksum{Algorithm: strings.ToUpper(string(in.ChecksumAlgorithm))}
	if asked.Algorithm == "" {
		asked.Algorithm = usualChecksum
	}
	whole, hashed := asked.Algorithm == usualChecksum, strings.HasPrefix(asked.Algorithm, "SHA")
	asked.Composite = !whole && in.ChecksumType != types.ChecksumTypeFullObject
	switch {
	case checksums[asked.Algorithm] == nil:
		return asked, invalidRequest("The checksum algorithm %s is not supported.", asked.Algorithm)
	case in.ChecksumType == types.ChecksumTypeComposite && whole, in.ChecksumType == types.ChecksumTypeFullObject && hashed:
		return asked, invalidRequest("The %s checksum type cannot be used with the %s checksum algorithm.",
			in.ChecksumType, strings.ToLower(asked.Algorithm))
	}
	return asked, nil
}

func (o *Objects) uploadPart() service.Operation {
	return define(o, operation[stored[awss3.UploadPartInput], awss3.UploadPartOutput]{
		name: "UploadPart", action: "PutObject",
		do: func(c *service.Call, b *bucket, in *stored[awss3.UploadPartInput]) (*awss3.UploadPartOutput, error) {
			p, err := o.putPart(c, b, in.sdk(), in.received)
			if err != nil {
				return nil, err
			}
			etag := quote(p.ETag)
			out := &awss3.UploadPartOutput{ETag: &etag}
			setChecksum(out, p.Checksum)
			return out, nil
		},
	}, service.DataEvent)
}

func (o *Objects) uploadPartCopy() service.Operation {
	return define(o, operation[stored[awss3.UploadPartCopyInput], awss3.UploadPartCopyOutput]{
		name: "UploadPartCopy", action: "PutObject", also: alsoSource[awss3.UploadPartCopyInput],
		do: func(c *service.Call, b *bucket, in *stored[awss3.UploadPartCopyInput]) (*awss3.UploadPartCopyOutput, error) {
			p, err := o.putPart(c, b, in.sdk(), func() (*Staged, error) {
				if in.File == nil {
					v, err := source(c, in.sdk())
					if err == nil {
						_, _, err = copyRange(&v, in.sdk())
					}
					if err != nil {
						return nil, err
					}
				}
				return in.received()
			})
			if err != nil {
				return nil, err
			}
			etag := quote(p.ETag)
			out := &awss3.UploadPartCopyOutput{CopyPartResult: &types.CopyPartResult{ETag: &etag, LastModified: &p.Modified}}
			if id := in.Source.VersionID; id != "" {
				out.CopySourceVersionId = &id
			}
			return out, nil
		},
	}, service.DataEvent)
}

// copyRange is the piece of its source that a part is copied from.
func copyRange(v *object, in any) (start, length int64, err error) {
	text, ok := member(in, "CopySourceRange")
	if !ok {
		return 0, v.Size, nil
	}
	asked := parseRange(text)
	if asked == nil || asked.FromEnd || asked.End < 0 {
		return 0, 0, fault.New(fault.Validation, "The x-amz-copy-source-range value must be of the form bytes=first-last where first "+
			"and last are the zero-based offsets of the first and last bytes to copy").With("ArgumentName", "x-amz-copy-source-range")
	}
	if asked.End >= v.Size {
		return 0, 0, fault.New(fault.Validation, "Range specified is not valid for source object of size: %d", v.Size).
			With("ArgumentName", "x-amz-copy-source-range")
	}
	return asked.Start, asked.End - asked.Start + 1, nil
}

// putPart makes a received file a part, in place of an earlier one of the same number.
func (o *Objects) putPart(c *service.Call, b *bucket, in any, received func() (*Staged, error)) (part, error) {
	u, err := findUpload(c.Tx, b.Name, value(in, "Key"), value(in, "UploadId"))
	if err != nil {
		return part{}, err
	}
	number, err := o.partNumber(in)
	if err != nil {
		return part{}, err
	}
	file, err := received()
	if err != nil {
		return part{}, err
	}
	p := part{
		Upload: u.ID, Number: number, File: file.name, Size: file.size, ETag: file.etag(), Modified: c.Now, Checksum: file.digest.checksum(),
	}
	before, err := parts.Get(c.Tx, store.Key(u.ID, number))
	replaces := err == nil
	if err != nil && !fault.Is(err, fault.NotFound) {
		return part{}, err
	}
	if err := parts.Put(c.Tx, p); err != nil {
		return part{}, err
	}
	c.After(func() {
		file.kept = true
		if replaces {
			o.files.discard(before.File)
		}
	})
	return p, nil
}

func (o *Objects) partNumber(in any) (int, error) {
	var number int
	_, err := fmt.Sscan(value(in, "PartNumber"), &number)
	if err != nil || number < 1 || number > o.maxParts {
		return 0, fault.New(fault.Validation, "Part number must be an integer between 1 and %d, inclusive", o.maxParts).
			With("ArgumentName", "partNumber").With("ArgumentValue", value(in, "PartNumber"))
	}
	return number, nil
}

// chosen are the parts that a completion names, in the order of their numbers.
func (o *Objects) chosen(r store.Reader, u *upload, named []types.CompletedPart) ([]part, error) {
	if len(named) == 0 {
		return nil, malformedXML()
	}
	for i, n := range named {
		if n.PartNumber == nil {
			return nil, malformedXML()
		}
		if i > 0 && *n.PartNumber <= *named[i-1].PartNumber {
			return nil, fault.New("InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.")
		}
	}
	var all []part
	var size int64
	for i, n := range named {
		p, err := parts.Get(r, store.Key(u.ID, int(*n.PartNumber)))
		if err != nil && !fault.Is(err, fault.NotFound) {
			return nil, err
		}
		if err != nil || n.ETag == nil || strings.Trim(*n.ETag, `"`) != p.ETag {
			return nil, fault.New("InvalidPart", "One or more of the specified parts could not be found.  The part may not have been "+
				"uploaded, or the specified entity tag may not match the part's entity tag.")
		}
		if i < len(named)-1 && p.Size < o.minPartBytes {
			return nil, fault.New("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
		}
		if size += p.Size; size > o.maxAssembledBytes {
			return nil, tooLarge(o.maxAssembledBytes)
		}
		all = append(all, p)
	}
	return all, nil
}

// assemble copies parts into one file, before the transaction that makes an object of it.
func (o *Objects) assemble(u *upload, from []part) *Staged {
	file := o.files.stage(newDigest(u.Algorithm))
	file.limit = o.maxAssembledBytes
	for i := range from {
		piece := o.files.open(from[i].File, 0, from[i].Size)
		n, err := io.Copy(file, piece)
		if err == nil && n != from[i].Size {
			err = fault.New(fault.Internal, "A part is shorter than it was.")
		}
		file.fail(err)
		file.fail(piece.Close())
	}
	file.fail(file.Close())
	return file
}

func (o *Objects) completeMultipartUpload() service.Operation {
	return define(o, operation[stored[awss3.CompleteMultipartUploadInput], awss3.CompleteMultipartUploadOutput]{
		name: "CompleteMultipartUpload", action: "PutObject",
		do: func(c *service.Call, b *bucket, in *stored[awss3.CompleteMultipartUploadInput]) (*awss3.CompleteMultipartUploadOutput, error) {
			u, err := findUpload(c.Tx, b.Name, value(in.sdk(), "Key"), value(in.sdk(), "UploadId"))
			if err != nil {
				return completedBefore(c, b, in.sdk(), err)
			}
			var named []types.CompletedPart
			if in.Input.MultipartUpload != nil {
				named = in.Input.MultipartUpload.Parts
			}
			from, err := o.chosen(c.Tx, &u, named)
			if err != nil {
				return nil, err
			}
			file, err := in.received()
			if err != nil {
				return nil, err
			}
			if !sameFiles(from, in.Parts) {
				return nil, fault.New(fault.Conflict, "A part was replaced while the upload was completed. Try again.")
			}
			v := assembled(&u, from, file)
			if err := o.put(c, b, in.sdk(), &v, file); err != nil {
				return nil, err
			}
			return completion(b, &v), o.dropUpload(c, &u)
		},
	}, service.DataEvent)
}

// completedBefore answers a completion that is sent again by a client that has not seen the answer to the first.
func completedBefore(c *service.Call, b *bucket, in any, unknown error) (*awss3.CompleteMultipartUploadOutput, error) {
	v, err := objects.Get(c.Tx, store.Key(b.Name, value(in, "Key")))
	if err == nil && v.Upload != "" && v.Upload == value(in, "UploadId") {
		return completion(b, &v), nil
	}
	return nil, unknown
}

func completion(b *bucket, v *object) *awss3.CompleteMultipartUploadOutput {
	etag := quote(v.ETag)
	out := &awss3.CompleteMultipartUploadOutput{Bucket: &v.Bucket, Key: &v.Key, ETag: &etag}
	b.written(v, out)
	return out
}

func sameFiles(a, b []part) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].File != b[i].File {
			return false
		}
	}
	return true
}

// assembled is the object made of parts. Its entity tag is the MD5 of the parts' MD5s and their number, which is how
// clients tell that it is not one of the bytes.
func assembled(u *upload, from []part, file *Staged) object {
	v := object{Bucket: u.Bucket, Key: u.Key, Size: file.size, Content: u.Content, Checksum: file.digest.checksum(), Upload: u.ID, Tags: u.Tags}
	tags, sums := md5.New(), checksums[u.Algorithm]()
	for i := range from {
		tag, _ := hex.DecodeString(from[i].ETag) // made here
		sum, _ := base64.StdEncoding.DecodeString(from[i].Checksum.Value)
		tags.Write(tag)
		sums.Write(sum)
		v.Parts = append(v.Parts, from[i].Size)
	}
	v.ETag = fmt.Sprintf("%s-%d", hex.EncodeToString(tags.Sum(nil)), len(from))
	if u.Composite {
		v.Checksum.Composite = true
		v.Checksum.Value = fmt.Sprintf("%s-%d", base64.StdEncoding.EncodeToString(sums.Sum(nil)), len(from))
	}
	return v
}

// dropUpload removes an upload and its parts; their files go once this is durable.
func (o *Objects) dropUpload(c *service.Call, u *upload) error {
	var files []string
	for item, err := range parts.Scan(c.Tx, store.Range{Prefix: store.Key(u.ID)}) {
		if err != nil {
			return err
		}
		files = append(files, item.Value.File)
		if err := parts.Delete(c.Tx, item.Key); err != nil {
			return err
		}
	}
	c.After(func() { o.files.discard(files...) })
	return uploads.Delete(c.Tx, store.Key(u.Bucket, u.Key, u.ID))
}

func (o *Objects) abortMultipartUpload() service.Operation {
	return define(o, operation[awss3.AbortMultipartUploadInput, awss3.AbortMultipartUploadOutput]{
		name: "AbortMultipartUpload", action: "AbortMultipartUpload",
		do: func(c *service.Call, b *bucket, in *awss3.AbortMultipartUploadInput) (*awss3.AbortMultipartUploadOutput, error) {
			u, err := findUpload(c.Tx, b.Name, value(in, "Key"), value(in, "UploadId"))
			if err != nil {
				return nil, err
			}
			return &awss3.AbortMultipartUploadOutput{}, o.dropUpload(c, &u)
		},
	}, service.DataEvent)
}

type partPage struct {
	upload upload
	owner  string
	parts  []part
	size   int
	more   bool
}

func (o *Objects) listParts() service.Operation {
	return define(o, operation[awss3.ListPartsInput, partPage]{
		name: "ListParts", action: "ListMultipartUploadParts",
		do: func(c *service.Call, b *bucket, in *awss3.ListPartsInput) (*partPage, error) {
			u, err := findUpload(c.Tx, b.Name, value(in, "Key"), value(in, "UploadId"))
			if err != nil {
				return nil, err
			}
			page := &partPage{upload: u, owner: b.Owner, size: pageSize(in.MaxParts)}
			within := store.Range{Prefix: store.Key(u.ID)}
			if text, ok := member(in, "PartNumberMarker"); ok {
				var after int
				if _, err := fmt.Sscan(text, &after); err != nil {
					return nil, fault.New(fault.Validation, "Provided part-number-marker not an integer or within integer range")
				}
				within.After = store.Key(u.ID, after)
			}
			for item, err := range parts.Scan(c.Tx, within) {
				if err != nil {
					return nil, err
				}
				if page.more = len(page.parts) == page.size; page.more {
					break
				}
				page.parts = append(page.parts, item.Value)
			}
			return page, nil
		},
	}, service.Reads, service.DataEvent)
}

type uploadPage struct {
	owner   string
	uploads []upload
	size    int
	more    bool
}

func (o *Objects) listMultipartUploads() service.Operation {
	return define(o, operation[awss3.ListMultipartUploadsInput, uploadPage]{
		name: "ListMultipartUploads", action: "ListBucketMultipartUploads",
		do: func(c *service.Call, b *bucket, in *awss3.ListMultipartUploadsInput) (*uploadPage, error) {
			if value(in, "Delimiter") != "" {
				return nil, fault.New(fault.Unsupported, "A delimiter is not supported here in a list of uploads.")
			}
			page := &uploadPage{owner: b.Owner, size: pageSize(in.MaxUploads)}
			within := store.Range{Prefix: store.Begins(value(in, "Prefix"), b.Name)}
			if key, ok := member(in, "KeyMarker"); ok {
				within.From = store.PrefixEnd(store.Key(b.Name, key))
				if id, ok := member(in, "UploadIdMarker"); ok {
					within.From, within.After = "", store.Key(b.Name, key, id)
				}
			}
			for item, err := range uploads.Scan(c.Tx, within) {
				if err != nil {
					return nil, err
				}
				if page.more = len(page.uploads) == page.size; page.more {
					break
				}
				page.uploads = append(page.uploads, item.Value)
			}
			return page, nil
		},
	}, service.Reads, service.DataEvent)
}
