package wire

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/aws/smithy-go"

	"interlaken/fault"
)

// spelling is one protocol's code and HTTP status for a protocol-neutral fault.
type spelling struct {
	code   string
	status int
}

// spellings maps fault codes for each protocol. Those about credentials: IAM and STS "Common Errors", Athena "Common
// Errors", S3 "Error responses". Unsupported takes the code that each protocol has for an operation that it does not
// know, with our sentence; SignatureExpired has no code of its own outside S3.
var spellings = map[Protocol]map[fault.Code]spelling{
	AWSQuery: {
		fault.AccessDenied:        {"AccessDenied", 403},
		fault.NotFound:            {"NoSuchEntity", 404},
		fault.AlreadyExists:       {"EntityAlreadyExists", 409},
		fault.Conflict:            {"ConcurrentModification", 409},
		fault.Validation:          {"ValidationError", 400},
		fault.Limit:               {"LimitExceeded", 409},
		fault.Throttled:           {"Throttling", 400},
		fault.Unsupported:         {"InvalidAction", 400},
		fault.Unavailable:         {"ServiceUnavailable", 503},
		fault.Internal:            {"InternalFailure", 500},
		fault.Cancelled:           {"RequestAborted", 400},
		fault.UnknownKey:          {"InvalidClientTokenId", 403},
		fault.ExpiredToken:        {"ExpiredToken", 403},
		fault.BadSignature:        {"SignatureDoesNotMatch", 403},
		fault.SignatureExpired:    {"SignatureDoesNotMatch", 403},
		fault.MissingToken:        {"MissingAuthenticationToken", 403},
		fault.IncompleteSignature: {"IncompleteSignature", 400},
	},
	AWSJSON11: {
		fault.AccessDenied:        {"AccessDeniedException", 400},
		fault.NotFound:            {"ResourceNotFoundException", 400},
		fault.AlreadyExists:       {"AlreadyExistsException", 400},
		fault.Conflict:            {"ConflictException", 400},
		fault.Validation:          {"ValidationException", 400},
		fault.Limit:               {"LimitExceededException", 400},
		fault.Throttled:           {"ThrottlingException", 400},
		fault.Unsupported:         {"UnknownOperationException", 400},
		fault.Unavailable:         {"ServiceUnavailableException", 503},
		fault.Internal:            {"InternalServerException", 500},
		fault.Cancelled:           {"RequestAbortedException", 400},
		fault.UnknownKey:          {"UnrecognizedClientException", 400},
		fault.ExpiredToken:        {"ExpiredTokenException", 400},
		fault.BadSignature:        {"InvalidSignatureException", 400},
		fault.SignatureExpired:    {"InvalidSignatureException", 400},
		fault.MissingToken:        {"MissingAuthenticationTokenException", 400},
		fault.IncompleteSignature: {"IncompleteSignatureException", 400},
	},
	RESTJSON1: {
		fault.AccessDenied:        {"AccessDeniedException", 403},
		fault.NotFound:            {"ResourceNotFoundException", 404},
		fault.AlreadyExists:       {"ResourceExistsException", 409},
		fault.Conflict:            {"ConflictException", 409},
		fault.Validation:          {"ValidationException", 400},
		fault.Limit:               {"LimitExceededException", 409},
		fault.Throttled:           {"ThrottlingException", 429},
		fault.Unsupported:         {"UnknownOperationException", 404},
		fault.Unavailable:         {"ServiceUnavailableException", 503},
		fault.Internal:            {"InternalFailureException", 500},
		fault.Cancelled:           {"RequestAbortedException", 400},
		fault.UnknownKey:          {"UnrecognizedClientException", 403},
		fault.ExpiredToken:        {"ExpiredTokenException", 403},
		fault.BadSignature:        {"InvalidSignatureException", 403},
		fault.SignatureExpired:    {"InvalidSignatureException", 403},
		fault.MissingToken:        {"MissingAuthenticationTokenException", 403},
		fault.IncompleteSignature: {"IncompleteSignatureException", 400},
	},
	RESTXML: {
		fault.AccessDenied:        {"AccessDenied", 403},
		fault.NotFound:            {"NoSuchKey", 404},
		fault.AlreadyExists:       {"BucketAlreadyExists", 409},
		fault.Conflict:            {"OperationAborted", 409},
		fault.Validation:          {"InvalidArgument", 400},
		fault.Limit:               {"TooManyBuckets", 400},
		fault.Throttled:           {"SlowDown", 503},
		fault.Unsupported:         {"NotImplemented", 501},
		fault.Unavailable:         {"ServiceUnavailable", 503},
		fault.Internal:            {"InternalError", 500},
		fault.Cancelled:           {"RequestTimeout", 400},
		fault.UnknownKey:          {"InvalidAccessKeyId", 403},
		fault.ExpiredToken:        {"ExpiredToken", 400},
		fault.BadSignature:        {"SignatureDoesNotMatch", 403},
		fault.SignatureExpired:    {"RequestTimeTooSkewed", 403},
		fault.MissingToken:        {"AccessDenied", 403},
		fault.IncompleteSignature: {"AuthorizationHeaderMalformed", 400},
	},
}

// plainStatus holds codes that no service lists and whose status is not 400.
var plainStatus = map[string]int{
	"RequestEntityTooLargeException": 413,
	"InvalidToken":                   400,
}

// failure is an error as it crosses the wire.
type failure struct {
	code    string
	status  int
	message string
	typed   reflect.Value     // the SDK's error struct; invalid where there is none
	detail  map[string]string // further members of a fault
}

// failureOf decides what a caller learns of an error: the first fault.Error in its chain, or the first typed error of
// an SDK. An error that an SDK client returned is another service's word and is never passed on as our own; it, and
// everything else, is an internal error.
func (s *Service) failureOf(err error) failure {
	switch known := firstPublic(err).(type) {
	case *fault.Error:
		f := s.spell(known.Code)
		f.message, f.detail = known.Message, known.Detail
		return f
	case *smithy.OperationError:
	case smithy.APIError:
		return s.typedFailure(known)
	}
	f := s.spell(fault.Internal)
	f.message = fault.Public(nil)
	return f
}

// firstPublic returns the first error of the tree, depth first as errors.As walks it, that decides what a caller
// learns; nil where there is none.
func firstPublic(err error) error {
	for e := err; e != nil; {
		switch known := e.(type) {
		case *fault.Error, *smithy.OperationError, smithy.APIError:
			return e
		case interface{ Unwrap() []error }:
			for _, joined := range known.Unwrap() {
				if found := firstPublic(joined); found != nil {
					return found
				}
			}
			return nil
		}
		e = errors.Unwrap(e)
	}
	return nil
}

func (s *Service) typedFailure(known smithy.APIError) failure {
	f := failure{code: known.ErrorCode(), message: known.ErrorMessage()}
	fallback := http.StatusBadRequest
	if known.ErrorFault() == smithy.FaultServer {
		fallback = http.StatusInternalServerError
	}
	f.status = s.status(f.code, fallback)
	if v := reflect.ValueOf(known); v.Kind() == reflect.Pointer && !v.IsNil() && v.Elem().Kind() == reflect.Struct {
		if _, generic := known.(*smithy.GenericAPIError); !generic {
			f.typed = v.Elem()
		}
	}
	return f
}

// spell finds code and status of a fault code: the service's own spelling, then the protocol's, then the code itself.
func (s *Service) spell(code fault.Code) failure {
	usual, neutral := spellings[s.Protocol][code]
	if !neutral {
		usual = spelling{string(code), http.StatusBadRequest}
	}
	if own, ok := s.Codes[code]; ok {
		usual.code = own
	}
	return failure{code: usual.code, status: s.status(usual.code, usual.status)}
}

func (s *Service) status(code string, fallback int) int {
	if status, ok := s.Errors[code]; ok {
		return status
	}
	if status, ok := plainStatus[code]; ok {
		return status
	}
	return fallback
}

// ErrorCode returns code and HTTP status with which the service answers err, for a trail event's errorCode.
func (s *Service) ErrorCode(err error) (code string, status int) {
	f := s.failureOf(err)
	return f.code, f.status
}

// ErrorMessage returns the sentence with which the service answers err.
func (s *Service) ErrorMessage(err error) string { return s.failureOf(err).message }

// ErrorProtocol chooses the error format of a request whose service is not known: by X-Amz-Target, by a form's content
// type or an Action parameter, by a signature that claims to be for S3, else REST.
func ErrorProtocol(r *http.Request) Protocol {
	contentType := r.Header.Get("Content-Type")
	switch {
	case r.Header.Get("X-Amz-Target") != "" || strings.HasPrefix(contentType, "application/x-amz-json"):
		return AWSJSON11
	case strings.HasPrefix(contentType, "application/x-www-form-urlencoded") || r.URL.Query().Has("Action"):
		return AWSQuery
	case r.URL.Query().Has("AWSAccessKeyId"):
		return RESTXML // a signature of version 2, which S3's clients alone still make
	case strings.Contains(r.Header.Get("Authorization")+r.URL.Query().Get("X-Amz-Credential"), "/s3/aws4_request"):
		return RESTXML
	}
	return RESTJSON1
}

// anonymous stand for services that are not known yet.
var anonymous = func() map[Protocol]*Service {
	services := map[Protocol]*Service{}
	for p := range spellings {
		services[p] = NewService(Service{Protocol: p})
	}
	return services
}()

// Anonymous returns a service without operations, for errors before the service of a request is known.
func Anonymous(p Protocol) *Service { return anonymous[p] }

// EncodeError writes an error in the service's format. It always writes an answer. An error that is neither a
// fault.Error nor a typed error of the SDK becomes an internal error without its text.
func EncodeError(w http.ResponseWriter, r *http.Request, s *Service, err error, requestID string) {
	f := s.failureOf(err)
	var body []byte
	contentType := "text/xml"
	switch s.Protocol {
	case AWSQuery:
		body = s.appendQueryError(f, requestID)
	case RESTXML:
		contentType = "application/xml"
		if r.Method != http.MethodHead {
			body = appendS3Error(f, r.URL.Path, requestID)
		}
		w.Header().Set("X-Amz-Request-Id", requestID)
	case RESTJSON1:
		contentType = "application/json"
		w.Header().Set("X-Amzn-Errortype", f.code)
		body = s.appendJSONError(f, requestID)
	default:
		contentType = "application/x-amz-json-1.1"
		body = s.appendJSONError(f, requestID)
	}
	write(w, f.status, contentType, requestID, body)
}

// appendJSONError writes both spellings of the message: SDKs differ in which one they read.
func (s *Service) appendJSONError(f failure, requestID string) []byte {
	b := appendString([]byte(`{"__type":`), f.code)
	for _, name := range []string{"Message", "message"} {
		b = append(appendString(append(b, ','), name), ':')
		b = appendString(b, f.message)
	}
	written := map[string]bool{"Message": true, "__type": true}
	if f.typed.IsValid() {
		sh := s.shapeOf(f.typed.Type())
		for i := range sh.fields {
			member := &sh.fields[i]
			value := f.typed.Field(member.index)
			if written[member.name] || !member.isSet(value) {
				continue
			}
			if text, err := s.appendJSON(nil, value); err == nil {
				b = append(append(appendString(append(b, ','), member.wire), ':'), text...)
				written[member.name] = true
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.detail)) {
		if !written[name] {
			b = append(appendString(append(b, ','), name), ':')
			b = appendString(b, f.detail[name])
			written[name] = true
		}
	}
	if s.Protocol == RESTJSON1 && !written["RequestId"] {
		b = appendString(append(b, `,"RequestId":`...), requestID)
	}
	return append(b, '}')
}

func (s *Service) appendQueryError(f failure, requestID string) []byte {
	kind := "Sender"
	if f.status >= 500 {
		kind = "Receiver"
	}
	b := fmt.Appendf(nil, "<ErrorResponse xmlns=%q><Error>", s.XMLNamespace)
	b = appendText(b, "Type", kind)
	b = appendText(b, "Code", f.code)
	b = appendText(b, "Message", f.message)
	if f.typed.IsValid() {
		sh := s.shapeOf(f.typed.Type())
		for i := range sh.fields {
			member := &sh.fields[i]
			if value := f.typed.Field(member.index); member.name != "Message" && member.isSet(value) {
				if text, err := s.appendElement(nil, member.wire, value); err == nil {
					b = append(b, text...)
				}
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.detail)) {
		b = appendText(b, name, f.detail[name])
	}
	b = append(b, "</Error>"...)
	b = appendText(b, "RequestId", requestID)
	return append(b, "</ErrorResponse>"...)
}

func appendS3Error(f failure, resource, requestID string) []byte {
	b := []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<Error>")
	b = appendText(b, "Code", f.code)
	b = appendText(b, "Message", f.message)
	b = appendText(b, "Resource", resource)
	for _, name := range slices.Sorted(maps.Keys(f.detail)) {
		b = appendText(b, name, f.detail[name])
	}
	b = appendText(b, "RequestId", requestID)
	return append(b, "</Error>"...)
}
