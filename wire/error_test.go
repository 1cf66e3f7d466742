package wire_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/aws/smithy-go"

	"interlaken/fault"
	"interlaken/wire"
)

// typed is an error as the SDK's types packages have them.
type typed struct {
	Message           *string
	ErrorCodeOverride *string
	Reason            string
	Position          *int32
}

func (e *typed) Error() string                 { return "typed" }
func (e *typed) ErrorCode() string             { return "TypedException" }
func (e *typed) ErrorMessage() string          { return *e.Message }
func (e *typed) ErrorFault() smithy.ErrorFault { return smithy.FaultServer }

func TestEncodeError(t *testing.T) {
	text, position := `a <b> "c"`, int32(7)
	known := &typed{Message: &text, Reason: "why", Position: &position}
	detailed := fault.Wrap(errors.New("private"), fault.AccessDenied, "no").With("Extra", "more")
	const internal = "The request failed because of an internal error."
	for _, c := range []struct {
		name     string
		protocol wire.Protocol
		err      error
		status   int
		body     string
	}{
		{"query fault", wire.AWSQuery, detailed, 403, `<ErrorResponse xmlns=""><Error><Type>Sender</Type><Code>AccessDenied</Code>` +
			`<Message>no</Message><Extra>more</Extra></Error><RequestId>id</RequestId></ErrorResponse>`},
		{"query typed", wire.AWSQuery, known, 500, `<ErrorResponse xmlns=""><Error><Type>Receiver</Type><Code>TypedException</Code>` +
			`<Message>a &lt;b&gt; &#34;c&#34;</Message><Reason>why</Reason><Position>7</Position></Error><RequestId>id</RequestId></ErrorResponse>`},
		{"json fault", wire.AWSJSON11, detailed, 400, `{"__type":"AccessDeniedException","Message":"no","message":"no","Extra":"more"}`},
		{
			"json typed", wire.AWSJSON11, fmt.Errorf("wrapped: %w", known), 500,
			`{"__type":"TypedException","Message":"a <b> \"c\"","message":"a <b> \"c\"","Reason":"why","Position":7}`,
		},
		{"json own code", wire.AWSJSON11, fault.New("SpecialException", "x"), 400, `{"__type":"SpecialException","Message":"x","message":"x"}`},
		{
			"json unknown", wire.AWSJSON11, errors.New("secret host path"), 500,
			`{"__type":"InternalServerException","Message":"` + internal + `","message":"` + internal + `"}`,
		},
		{
			"json joined", wire.AWSJSON11, errors.Join(errors.New("private"), fault.New(fault.Conflict, "busy")), 400,
			`{"__type":"ConflictException","Message":"busy","message":"busy"}`,
		},
		{
			"json another service's", wire.AWSJSON11, &smithy.OperationError{Err: known}, 500,
			`{"__type":"InternalServerException","Message":"` + internal + `","message":"` + internal + `"}`,
		},
		{"rest fault", wire.RESTJSON1, detailed, 403, `{"__type":"AccessDeniedException","Message":"no","message":"no","Extra":"more","RequestId":"id"}`},
		{"s3 fault", wire.RESTXML, detailed, 403, `<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
			`<Error><Code>AccessDenied</Code><Message>no</Message><Resource>/b/k</Resource><Extra>more</Extra><RequestId>id</RequestId></Error>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			wire.EncodeError(w, httptest.NewRequest("GET", "/b/k", nil), wire.Anonymous(c.protocol), c.err, "id")
			if w.Code != c.status || w.Body.String() != c.body || w.Header().Get("X-Amzn-RequestId") != "id" {
				t.Errorf("%d %s\nwant %d %s", w.Code, w.Body, c.status, c.body)
			}
			if errorType := w.Header().Get("X-Amzn-ErrorType"); (errorType != "") != (c.protocol == wire.RESTJSON1) {
				t.Errorf("X-Amzn-ErrorType is %q", errorType)
			}
		})
	}
	w := httptest.NewRecorder()
	wire.EncodeError(w, httptest.NewRequest("HEAD", "/b/k", nil), wire.Anonymous(wire.RESTXML), detailed, "id")
	if w.Code != 403 || w.Body.Len() != 0 {
		t.Errorf("HEAD: %d with %d bytes", w.Code, w.Body.Len())
	}
}

// TestCredentialErrors is the table of caller-credential errors, by protocol.
func TestCredentialErrors(t *testing.T) {
	for code, want := range map[fault.Code][4]string{ // query, json, rest, S3
		fault.UnknownKey:          {"403 InvalidClientTokenId", "400 UnrecognizedClientException", "403 UnrecognizedClientException", "403 InvalidAccessKeyId"},
		fault.ExpiredToken:        {"403 ExpiredToken", "400 ExpiredTokenException", "403 ExpiredTokenException", "400 ExpiredToken"},
		fault.BadSignature:        {"403 SignatureDoesNotMatch", "400 InvalidSignatureException", "403 InvalidSignatureException", "403 SignatureDoesNotMatch"},
		fault.SignatureExpired:    {"403 SignatureDoesNotMatch", "400 InvalidSignatureException", "403 InvalidSignatureException", "403 RequestTimeTooSkewed"},
		fault.MissingToken:        {"403 MissingAuthenticationToken", "400 MissingAuthenticationTokenException", "403 MissingAuthenticationTokenException", "403 AccessDenied"},
		fault.IncompleteSignature: {"400 IncompleteSignature", "400 IncompleteSignatureException", "400 IncompleteSignatureException", "400 AuthorizationHeaderMalformed"},
		fault.AccessDenied:        {"403 AccessDenied", "400 AccessDeniedException", "403 AccessDeniedException", "403 AccessDenied"},
	} {
		for i, p := range []wire.Protocol{wire.AWSQuery, wire.AWSJSON11, wire.RESTJSON1, wire.RESTXML} {
			spelt, status := wire.Anonymous(p).ErrorCode(fault.New(code, "x"))
			if got := fmt.Sprint(status, " ", spelt); got != want[i] {
				t.Errorf("%s %s: %s, want %s", p, code, got, want[i])
			}
		}
	}
}

func TestErrorProtocol(t *testing.T) {
	request := func(header, value, url string) *http.Request {
		r := httptest.NewRequest("POST", url, nil)
		if header != "" {
			r.Header.Set(header, value)
		}
		return r
	}
	for want, r := range map[wire.Protocol]*http.Request{
		wire.AWSJSON11: request("X-Amz-Target", "A.B", "/"),
		wire.AWSQuery:  request("Content-Type", "application/x-www-form-urlencoded; charset=utf-8", "/"),
		wire.RESTJSON1: request("", "", "/accounts/1/data-sets"),
	} {
		if got := wire.ErrorProtocol(r); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	if got := wire.ErrorProtocol(request("", "", "/?Action=GetCallerIdentity")); got != wire.AWSQuery {
		t.Errorf("an action in the URL is %s", got)
	}
	const scope = "AKIAIOSFODNN7EXAMPLE/20261102/us-east-1/s3/aws4_request"
	for name, r := range map[string]*http.Request{
		"a header":   request("Authorization", "AWS4-HMAC-SHA256 Credential="+scope+", SignedHeaders=host", "/bucket/key"),
		"an address": request("", "", "/bucket/key?X-Amz-Credential="+url.QueryEscape(scope)),
	} {
		if got := wire.ErrorProtocol(r); got != wire.RESTXML {
			t.Errorf("%s that claims to be for S3 is %s", name, got)
		}
	}
}
