package sigv4

import (
	"crypto/sha1" // a checksum that S3 offers, not a protection
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"strings"

	"interlaken/fault"
)

// checksum is one of the additional checksums of S3, sent in a trailer (Amazon S3 User Guide, "Checking object
// integrity").
type checksum struct {
	name string // x-amz-checksum-…
	hash hash.Hash
}

// nvme is the reversed polynomial of CRC-64/NVME.
var nvme = crc64.MakeTable(0x9a6c9329ac4bc9b5)

func newChecksum(name string) (*checksum, bool) {
	var h hash.Hash
	switch name {
	case "x-amz-checksum-crc32":
		h = crc32.NewIEEE()
	case "x-amz-checksum-crc32c":
		h = crc32.New(crc32.MakeTable(crc32.Castagnoli))
	case "x-amz-checksum-crc64nvme":
		h = crc64.New(nvme)
	case "x-amz-checksum-sha1":
		h = sha1.New()
	case "x-amz-checksum-sha256":
		h = sha256.New()
	default:
		return nil, false
	}
	return &checksum{name, h}, true
}

func (c *checksum) compare(value string) error {
	if base64.StdEncoding.EncodeToString(c.hash.Sum(nil)) == value {
		return nil
	}
	return fault.New("BadDigest", "The %s you specified did not match the calculated checksum.",
		strings.ToUpper(strings.TrimPrefix(c.name, "x-amz-checksum-")))
}
