package sigv4

import (
	"bufio"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"interlaken/fault"
)

const (
	// longestLine bounds a chunk header or a trailer line; AWS's are below 200 bytes.
	longestLine = 4096
	// mostTrailers bounds the lines of a trailer; AWS has a checksum and a signature.
	mostTrailers = 16
)

// Forward returns the request for whoever handles it behind the gateway: no signature in it, and for S3 a body that is
// checked against the signature while it is read and is free of the aws-chunked framing. Such a body ends with io.EOF
// only when all of it was right; any other error means that what was read so far must be thrown away.
func (v *Verified) Forward(r *http.Request) (*http.Request, error) {
	out := r.Clone(r.Context())
	out.Header.Del("Authorization")
	if v.Presigned {
		query := out.URL.Query()
		for name := range query {
			if _, ok := authorizationParameters[strings.ToLower(name)]; ok {
				delete(query, name)
			}
		}
		out.URL.RawQuery = query.Encode()
		out.RequestURI = ""
	}
	if v.Scope.Service != "s3" || r.Body == nil {
		return out, nil
	}
	switch v.PayloadHash {
	case "", UnsignedPayload:
	case streamingSigned, streamingSignedTrailer, streamingTrailer:
		return out, v.unchunk(out)
	default:
		if r.ContentLength == 0 && v.PayloadHash != hashOf(nil) {
			return nil, otherHash() // nobody will read this body
		}
		out.Body = &hashedBody{body: r.Body, want: v.PayloadHash, remaining: r.ContentLength, hash: sha256.New()}
	}
	return out, nil
}

// hashedBody passes a body on and compares its SHA-256 with the last byte: a reader that knows the length may never
// ask for the end.
type hashedBody struct {
	body      io.ReadCloser
	want      string
	remaining int64 // of the announced length; negative where none was announced
	hash      hash.Hash
}

func (b *hashedBody) Read(p []byte) (int, error) {
	n, err := b.body.Read(p)
	b.hash.Write(p[:n])
	b.remaining -= int64(n)
	if (b.remaining == 0 || errors.Is(err, io.EOF)) && hex.EncodeToString(b.hash.Sum(nil)) != b.want {
		return 0, otherHash()
	}
	return n, err
}

func otherHash() error {
	return fault.New("XAmzContentSHA256Mismatch",
		"The provided 'x-amz-content-sha256' header does not match what was computed.")
}

func (b *hashedBody) Close() error { return b.body.Close() }

// unchunk replaces a request's body and the headers that describe it.
func (v *Verified) unchunk(r *http.Request) error {
	size, err := strconv.ParseInt(r.Header.Get("X-Amz-Decoded-Content-Length"), 10, 64)
	if err != nil || size < 0 {
		return fault.New("MissingContentLength", "You must provide the Content-Length HTTP header.")
	}
	c := &chunkedBody{
		body:      r.Body,
		lines:     bufio.NewReaderSize(r.Body, longestLine),
		verified:  v,
		signed:    v.PayloadHash != streamingTrailer,
		trailed:   v.PayloadHash != streamingSigned,
		previous:  v.Signature,
		remaining: size,
		hash:      sha256.New(),
	}
	for name := range strings.SplitSeq(r.Header.Get("X-Amz-Trailer"), ",") {
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" {
			sum, ok := newChecksum(name)
			if !ok || !c.trailed || len(c.checksums) == mostTrailers {
				return fault.New(fault.Validation, "The value specified in the x-amz-trailer header is not supported")
			}
			c.checksums = append(c.checksums, sum)
		}
	}
	r.Body = c
	r.ContentLength = size
	r.TransferEncoding = nil
	r.Header.Set("Content-Length", strconv.FormatInt(size, 10))
	for _, name := range []string{"X-Amz-Decoded-Content-Length", "X-Amz-Trailer", "X-Amz-Content-Sha256"} {
		r.Header.Del(name)
	}
	encodings := slices.DeleteFunc(strings.Split(r.Header.Get("Content-Encoding"), ","), func(name string) bool {
		name = strings.TrimSpace(name)
		return name == "" || strings.EqualFold(name, "aws-chunked")
	})
	r.Header.Del("Content-Encoding")
	if len(encodings) > 0 {
		r.Header.Set("Content-Encoding", strings.TrimSpace(strings.Join(encodings, ",")))
	}
	return nil
}

// chunkedBody reads an aws-chunked body: hexadecimal size, for signed ones the chunk's signature, the data; a chunk of
// size zero; for the forms that have one a trailer. Each signature covers the one before it, so that chunks can be
// neither changed nor reordered nor left out. Memory is bounded by the longest line.
type chunkedBody struct {
	body     io.ReadCloser
	lines    *bufio.Reader
	verified *Verified
	signed   bool
	trailed  bool

	previous  string // the signature that the next one covers
	remaining int64  // bytes of data still announced by X-Amz-Decoded-Content-Length
	chunk     int64  // bytes of the current chunk still to be read
	claimed   string // the current chunk's signature
	hash      hash.Hash
	checksums []*checksum
	err       error
}

func (c *chunkedBody) Close() error { return c.body.Close() }

func (c *chunkedBody) Read(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	if len(p) == 0 {
		return 0, nil
	}
	for c.chunk == 0 {
		if c.err = c.advance(); c.err != nil {
			return 0, c.err
		}
	}
	n, err := c.lines.Read(p[:min(int64(len(p)), c.chunk)])
	c.hash.Write(p[:n])
	for _, sum := range c.checksums {
		sum.hash.Write(p[:n])
	}
	c.chunk -= int64(n)
	c.remaining -= int64(n)
	if err != nil {
		c.err = cutShort(err)
		return 0, c.err
	}
	if c.chunk > 0 {
		return n, nil
	}
	// A chunk is checked with its last byte, and what follows the data with the very last one: a reader that knows the
	// length may never ask for the end.
	c.err = c.endChunk()
	if c.err == nil && c.remaining == 0 {
		c.err = c.advance()
	}
	if c.err != nil && !errors.Is(c.err, io.EOF) {
		return 0, c.err
	}
	return n, nil
}

// advance reads the next chunk's header; after the last chunk it reads the trailer and returns io.EOF.
func (c *chunkedBody) advance() error {
	line, err := c.line()
	if err != nil {
		return err
	}
	text, extension, _ := strings.Cut(line, ";")
	size, err := strconv.ParseInt(text, 16, 64)
	if err != nil || size < 0 || size > c.remaining {
		return fault.New("InvalidChunkSizeError", "A chunk has no size or is larger than the announced content.")
	}
	if c.signed {
		claimed, ok := strings.CutPrefix(extension, "chunk-signature=")
		if !ok {
			return fault.New(fault.BadSignature, "A chunk has no chunk-signature.")
		}
		c.claimed = claimed
	}
	if size > 0 {
		c.chunk = size
		return nil
	}
	if c.remaining != 0 {
		return fault.New("IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header")
	}
	if err := c.checkChunk(); err != nil {
		return err
	}
	return c.end()
}

// endChunk checks the chunk just read and skips its line end.
func (c *chunkedBody) endChunk() error {
	if err := c.checkChunk(); err != nil {
		return err
	}
	line, err := c.line()
	if err == nil && line != "" {
		err = fault.New("InvalidChunkSizeError", "A chunk is longer than its size.")
	}
	return err
}

func (c *chunkedBody) checkChunk() error {
	if !c.signed {
		return nil
	}
	rest := c.previous + "\n" + hashOf(nil) + "\n" + hex.EncodeToString(c.hash.Sum(nil))
	c.hash.Reset()
	return c.check("AWS4-HMAC-SHA256-PAYLOAD", rest, c.claimed)
}

// check compares one link of the signature chain.
func (c *chunkedBody) check(kind, rest, claimed string) error {
	want := sign(c.verified.key, stringToSign(kind, c.verified.Time, c.verified.Scope, rest))
	if subtle.ConstantTimeCompare([]byte(want), []byte(claimed)) != 1 {
		return mismatch()
	}
	c.previous = want
	return nil
}

// end reads what follows the last chunk and returns io.EOF when it is right.
func (c *chunkedBody) end() error {
	if !c.trailed {
		if line, err := c.line(); err != nil || line != "" {
			return first(err, fault.New("InvalidChunkSizeError", "The last chunk is not empty."))
		}
		return c.drained()
	}
	var canonical strings.Builder
	values := map[string]string{}
	signature := ""
	for range mostTrailers + 2 {
		line, err := c.line()
		// Some clients end the trailer with the body itself instead of an empty line.
		if line == "" && (err == nil || errors.Is(err, errCut)) {
			return first(c.checkTrailer(values, canonical.String(), signature), c.drained())
		}
		if err != nil {
			return err
		}
		name, value, ok := strings.Cut(line, ":")
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
		if _, twice := values[name]; !ok || twice || signature != "" {
			break
		}
		if name == "x-amz-trailer-signature" {
			signature = value
			continue
		}
		values[name] = value
		canonical.WriteString(name + ":" + value + "\n")
	}
	return fault.New("MalformedTrailerError", "The request contained trailing data that was not well-formed.")
}

// checkTrailer checks the trailer's signature, that it holds just what the request announced, and each checksum.
func (c *chunkedBody) checkTrailer(values map[string]string, canonical, signature string) error {
	if c.signed {
		rest := c.previous + "\n" + hashOf([]byte(canonical))
		if err := c.check("AWS4-HMAC-SHA256-TRAILER", rest, signature); err != nil {
			return err
		}
	}
	if len(values) != len(c.checksums) {
		return fault.New("MalformedTrailerError", "The trailer is not the one that x-amz-trailer announces.")
	}
	for _, sum := range c.checksums {
		value, ok := values[sum.name]
		if !ok {
			return fault.New("MalformedTrailerError", "The trailer is not the one that x-amz-trailer announces.")
		}
		if err := sum.compare(value); err != nil {
			return err
		}
	}
	return nil
}

// drained makes sure that nothing follows.
func (c *chunkedBody) drained() error {
	if _, err := c.lines.ReadByte(); !errors.Is(err, io.EOF) {
		return first(cutShort(err), fault.New("InvalidChunkSizeError", "Something follows the last chunk."))
	}
	return io.EOF
}

var errCut = errors.New("the body ended")

// line reads one line without its end.
func (c *chunkedBody) line() (string, error) {
	text, err := c.lines.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return "", fault.New("InvalidChunkSizeError", "A chunk header or trailer is too long.")
	case err != nil:
		return strings.TrimRight(string(text), "\r\n"), cutShort(err)
	}
	return strings.TrimRight(string(text), "\r\n"), nil
}

func cutShort(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		err = errCut
	}
	return fault.Wrap(err, "IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header")
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
