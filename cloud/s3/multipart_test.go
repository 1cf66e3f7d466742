package s3_test

import (
	"bytes"
	"crypto/md5"
	"encoding/hex"
	"io"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awss3 "github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"interlaken/cloud/s3"
	"interlaken/service/servicetest"
)

func TestMultipart(t *testing.T) {
	w := newWorld(t)
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx, key := w.bucket(p, "multipart"), t.Context(), aws.String("big/ü.bin")
	content := noise(2, 12<<20)
	for _, algorithm := range []types.ChecksumAlgorithm{"", types.ChecksumAlgorithmCrc32, types.ChecksumAlgorithmSha256, types.ChecksumAlgorithmCrc64nvme} {
		upload, err := p.secure.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{
			Bucket: &b, Key: key, ContentType: aws.String("x/y"), Metadata: map[string]string{"m": "1"}, ChecksumAlgorithm: algorithm,
		})
		if err != nil {
			t.Fatal(err)
		}
		var done []types.CompletedPart
		tags := md5.New()
		for i, span := range [][2]int{{0, 5 << 20}, {5 << 20, 10 << 20}, {10 << 20, 12 << 20}} {
			piece := content[span[0]:span[1]]
			part, err := p.secure.UploadPart(ctx, &awss3.UploadPartInput{
				Bucket: &b, Key: key, UploadId: upload.UploadId, PartNumber: aws.Int32(int32(i + 1)), Body: bytes.NewReader(piece), ChecksumAlgorithm: algorithm,
			})
			if err != nil {
				t.Fatalf("%s: part %d: %v", algorithm, i+1, err)
			}
			sum := md5.Sum(piece)
			tags.Write(sum[:])
			if *part.ETag != `"`+hex.EncodeToString(sum[:])+`"` {
				t.Errorf("part %d has the tag %s", i+1, *part.ETag)
			}
			done = append(done, types.CompletedPart{
				PartNumber: aws.Int32(int32(i + 1)), ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32, ChecksumSHA256: part.ChecksumSHA256,
				ChecksumCRC64NVME: part.ChecksumCRC64NVME,
			})
		}
		listed, err := p.ListParts(ctx, &awss3.ListPartsInput{Bucket: &b, Key: key, UploadId: upload.UploadId, MaxParts: aws.Int32(2)})
		if err != nil || len(listed.Parts) != 2 || !*listed.IsTruncated || *listed.NextPartNumberMarker != "2" || *listed.Parts[1].Size != 5<<20 {
			t.Fatalf("parts: %+v, %v", listed, err)
		}
		listed, err = p.ListParts(ctx, &awss3.ListPartsInput{Bucket: &b, Key: key, UploadId: upload.UploadId, PartNumberMarker: listed.NextPartNumberMarker})
		if err != nil || len(listed.Parts) != 1 || *listed.IsTruncated || *listed.Parts[0].PartNumber != 3 {
			t.Fatalf("more parts: %+v, %v", listed, err)
		}
		open, err := p.ListMultipartUploads(ctx, &awss3.ListMultipartUploadsInput{Bucket: &b, Prefix: aws.String("big/")})
		if err != nil || len(open.Uploads) != 1 || *open.Uploads[0].UploadId != *upload.UploadId || *open.Uploads[0].Key != *key {
			t.Fatalf("uploads: %+v, %v", open, err)
		}
		complete := &awss3.CompleteMultipartUploadInput{Bucket: &b, Key: key, UploadId: upload.UploadId, MultipartUpload: &types.CompletedMultipartUpload{Parts: done}}
		out, err := p.CompleteMultipartUpload(ctx, complete)
		if err != nil {
			t.Fatal(err)
		}
		want := `"` + hex.EncodeToString(tags.Sum(nil)) + `-3"`
		if *out.ETag != want {
			t.Errorf("tag %s, want %s", *out.ETag, want)
		}
		if again, err := p.CompleteMultipartUpload(ctx, complete); err != nil || *again.ETag != want {
			t.Errorf("completing again: %v", err)
		}
		got, err := p.secure.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: key, IfMatch: out.ETag, ChecksumMode: types.ChecksumModeEnabled})
		if err != nil {
			t.Fatal(err)
		}
		read, err := io.ReadAll(got.Body)
		if err != nil || !bytes.Equal(read, content) || *got.ETag != want || *got.ContentType != "x/y" || got.Metadata["m"] != "1" {
			t.Errorf("read %d bytes of %s, %v", len(read), *got.ETag, err)
		}
		switch composite := strings.HasSuffix(aws.ToString(got.ChecksumCRC32)+aws.ToString(got.ChecksumSHA256), "-3"); {
		case algorithm == types.ChecksumAlgorithmCrc32 || algorithm == types.ChecksumAlgorithmSha256:
			if !composite || got.ChecksumType != types.ChecksumTypeComposite {
				t.Errorf("%s: no composite checksum", algorithm)
			}
		case aws.ToString(got.ChecksumCRC64NVME) == "" || got.ChecksumType != types.ChecksumTypeFullObject:
			t.Errorf("%q: no checksum of the object", algorithm)
		}
		second, err := p.GetObject(ctx, &awss3.GetObjectInput{Bucket: &b, Key: key, PartNumber: aws.Int32(2)})
		if err != nil {
			t.Fatal(err)
		}
		read, err = io.ReadAll(second.Body)
		if err != nil || !bytes.Equal(read, content[5<<20:10<<20]) || *second.PartsCount != 3 {
			t.Errorf("part 2 has %d bytes, %v", len(read), err)
		}
		if n := len(w.fileList()); n != 1 {
			t.Errorf("%d files, want 1", n)
		}
	}
}

func TestMultipartRefusals(t *testing.T) {
	w := newWorld(t, func(c *s3.Config) { c.MinPartBytes = 10; c.MaxParts = 5; c.MaxObjectBytes = 100 })
	p := w.person(servicetest.Retail, "rita", servicetest.Everything)
	b, ctx, key := w.bucket(p, "multipart-refusals"), t.Context(), aws.String("k")
	upload, err := p.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: &b, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	part := func(number int32, content string) (*awss3.UploadPartOutput, error) {
		return p.UploadPart(ctx, &awss3.UploadPartInput{
			Bucket: &b, Key: key, UploadId: upload.UploadId, PartNumber: &number, Body: strings.NewReader(content),
		})
	}
	one, err := part(1, "0123456789")
	if err != nil {
		t.Fatal(err)
	}
	small, err := part(2, "small")
	if err != nil {
		t.Fatal(err)
	}
	three, err := part(3, "abc")
	if err != nil {
		t.Fatal(err)
	}
	state := w.state()
	complete := func(parts ...types.CompletedPart) error {
		_, err := p.CompleteMultipartUpload(ctx, &awss3.CompleteMultipartUploadInput{
			Bucket: &b, Key: key, UploadId: upload.UploadId, MultipartUpload: &types.CompletedMultipartUpload{Parts: parts},
		})
		return err
	}
	n := func(number int32, etag *string) types.CompletedPart {
		return types.CompletedPart{PartNumber: &number, ETag: etag}
	}
	refused(t, "a small part in the middle", complete(n(1, one.ETag), n(2, small.ETag), n(3, three.ETag)), "EntityTooSmall", 400)
	refused(t, "a wrong tag", complete(n(1, small.ETag)), "InvalidPart", 400)
	refused(t, "an unknown part", complete(n(4, one.ETag)), "InvalidPart", 400)
	refused(t, "a wrong order", complete(n(3, three.ETag), n(1, one.ETag)), "InvalidPartOrder", 400)
	refused(t, "no part", complete(), "MalformedXML", 400)
	_, err = part(6, "x")
	refused(t, "part 6 of 5", err, "InvalidArgument", 400)
	_, err = part(1, strings.Repeat("x", 101))
	refused(t, "a large part", err, "EntityTooLarge", 400)
	_, err = p.PutObject(ctx, &awss3.PutObjectInput{Bucket: &b, Key: key, Body: strings.NewReader(strings.Repeat("x", 101))})
	refused(t, "a large object", err, "EntityTooLarge", 400)
	_, err = p.UploadPart(ctx, &awss3.UploadPartInput{Bucket: &b, Key: key, UploadId: aws.String("none"), PartNumber: aws.Int32(1), Body: strings.NewReader("x")})
	refused(t, "no upload", err, "NoSuchUpload", 404)
	if w.state() != state {
		t.Error("a refusal left something")
	}

	// A part that is sent again replaces the first; a part can be copied from an object.
	if two, err := part(2, "0123456789"); err != nil {
		t.Error(err)
	} else if *two.ETag != *one.ETag {
		t.Errorf("tag %s", *two.ETag)
	}
	w.put(p, b, "source", []byte("<copied part>"))
	copied, err := p.UploadPartCopy(ctx, &awss3.UploadPartCopyInput{
		Bucket: &b, Key: key, UploadId: upload.UploadId, PartNumber: aws.Int32(3), CopySource: aws.String(b + "/source"), CopySourceRange: aws.String("bytes=1-6"),
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.UploadPartCopy(ctx, &awss3.UploadPartCopyInput{
		Bucket: &b, Key: key, UploadId: upload.UploadId, PartNumber: aws.Int32(3), CopySource: aws.String(b + "/source"), CopySourceRange: aws.String("bytes=1-60"),
	})
	refused(t, "a range past the end", err, "InvalidArgument", 400)
	if err := complete(n(1, one.ETag), n(2, one.ETag), n(3, copied.CopyPartResult.ETag)); err != nil {
		t.Fatal(err)
	}
	if got := w.get(p, b, "k"); got != "01234567890123456789copied" {
		t.Errorf("assembled %q", got)
	}

	upload, err = p.CreateMultipartUpload(ctx, &awss3.CreateMultipartUploadInput{Bucket: &b, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part(1, "x"); err != nil {
		t.Fatal(err)
	}
	before := len(w.fileList())
	if _, err := p.AbortMultipartUpload(ctx, &awss3.AbortMultipartUploadInput{Bucket: &b, Key: key, UploadId: upload.UploadId}); err != nil {
		t.Error(err)
	}
	if n := len(w.fileList()); n != before-1 {
		t.Errorf("%d files after the abort, %d before", n, before)
	}
	_, err = p.AbortMultipartUpload(ctx, &awss3.AbortMultipartUploadInput{Bucket: &b, Key: key, UploadId: upload.UploadId})
	refused(t, "abort again", err, "NoSuchUpload", 404)
}
