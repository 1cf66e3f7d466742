package s3

import (
	"crypto/md5"
	"crypto/sha1" // a checksum that S3 offers, not a protection
	"crypto/sha256"
	"encoding/base64"
	"hash"
	"hash/crc32"
	"hash/crc64"
	"io"
	"net/http"
	"slices"
	"strings"

	"interlaken/fault"
)

// checksums are the additional checksums that are offered, by the names that headers end with (S3 User Guide,
// "Checking object integrity for data uploads in Amazon S3").
var checksums = map[string]func() hash.Hash{
	"CRC32":     func() hash.Hash { return crc32.NewIEEE() },
	"CRC32C":    func() hash.Hash { return crc32.New(crc32.MakeTable(crc32.Castagnoli)) },
	"CRC64NVME": func() hash.Hash { return crc64.New(nvme) },
	"SHA1":      sha1.New,
	"SHA256":    sha256.New,
}

// nvme is the reversed polynomial of CRC-64/NVME, the checksum that S3 computes where none is asked for.
var nvme = crc64.MakeTable(0x9a6c9329ac4bc9b5)

const usualChecksum = "CRC64NVME"

// checksum is an object's or a part's additional checksum as it is kept: base 64, for a composite one followed by the
// number of parts.
type checksum struct {
	Algorithm string `json:"algorithm,omitempty"`
	Value     string `json:"value,omitempty"`
	Composite bool   `json:"composite,omitempty"`
}

// digest computes what S3 keeps of bytes that pass, and holds it against what the request says of them.
type digest struct {
	md5       hash.Hash
	sum       hash.Hash
	algorithm string
	known     string // entity tag of bytes that do not pass again; "" else

	claimedMD5, claimed string // base 64; "" where the request makes no claim
}

// newDigest computes with an algorithm; "" is the usual one.
func newDigest(algorithm string) *digest {
	if algorithm == "" {
		algorithm = usualChecksum
	}
	return &digest{md5: md5.New(), sum: checksums[algorithm](), algorithm: algorithm}
}

// claimedDigest reads what a request says of its body.
func claimedDigest(h http.Header) (*digest, error) {
	algorithm, claimed := "", ""
	for name, values := range h {
		suffix, ok := strings.CutPrefix(name, "X-Amz-Checksum-")
		if !ok || slices.Contains([]string{"Algorithm", "Type", "Mode"}, suffix) {
			continue
		}
		if algorithm != "" {
			return nil, invalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.")
		}
		algorithm, claimed = strings.ToUpper(suffix), values[0]
	}
	announced := strings.ToUpper(h.Get("X-Amz-Sdk-Checksum-Algorithm"))
	if algorithm == "" {
		algorithm = announced
	} else if announced != "" && announced != algorithm {
		return nil, invalidRequest("Value for x-amz-sdk-checksum-algorithm header is invalid.")
	}
	if algorithm != "" && checksums[algorithm] == nil {
		return nil, invalidRequest("The checksum algorithm %s is not supported.", algorithm)
	}
	d := newDigest(algorithm)
	d.claimed = claimed
	if raw, err := base64.StdEncoding.DecodeString(claimed); err != nil || claimed != "" && len(raw) != d.sum.Size() {
		return nil, invalidRequest("Value for x-amz-checksum-%s header is invalid.", strings.ToLower(algorithm))
	}
	if _, given := h["Content-Md5"]; given {
		d.claimedMD5 = h.Get("Content-Md5")
		if raw, err := base64.StdEncoding.DecodeString(d.claimedMD5); err != nil || len(raw) != md5.Size {
			return nil, fault.New("InvalidDigest", "The Content-MD5 you specified was invalid.")
		}
	}
	return d, nil
}

// use changes the algorithm before anything has passed: an upload's parts have the one that it began with.
func (d *digest) use(algorithm string) error {
	if algorithm == d.algorithm {
		return nil
	}
	if d.claimed != "" {
		return invalidRequest("Checksum Type mismatch occurred, expected checksum Type: %s, actual checksum Type: %s",
			strings.ToLower(algorithm), strings.ToLower(d.algorithm))
	}
	d.algorithm, d.sum = algorithm, checksums[algorithm]()
	return nil
}

func (d *digest) Write(p []byte) {
	d.md5.Write(p)
	d.sum.Write(p)
}

func (d *digest) verify() error {
	if d.claimedMD5 != "" && d.claimedMD5 != base64.StdEncoding.EncodeToString(d.md5.Sum(nil)) {
		return fault.New("BadDigest", "The Content-MD5 you specified did not match what we received.")
	}
	if d.claimed != "" && d.claimed != d.value() {
		return fault.New("BadDigest", "The %s you specified did not match the calculated checksum.", d.algorithm)
	}
	return nil
}

func (d *digest) value() string { return base64.StdEncoding.EncodeToString(d.sum.Sum(nil)) }

func (d *digest) checksum() checksum { return checksum{Algorithm: d.algorithm, Value: d.value()} }

// readDocument reads a body that is XML or JSON and holds it against what the request says of it.
func readDocument(r *http.Request, limit int64) ([]byte, error) {
	d, err := claimedDigest(r.Header)
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	if err != nil {
		return nil, readFault(r.Context(), err)
	}
	if int64(len(text)) > limit {
		return nil, fault.New("MaxMessageLengthExceeded", "Your request was too large.")
	}
	if r.ContentLength >= 0 && r.ContentLength != int64(len(text)) {
		return nil, incomplete(nil)
	}
	d.Write(text)
	return text, d.verify()
}

func invalidRequest(format string, args ...any) error {
	return fault.New("InvalidRequest", format, args...)
}
