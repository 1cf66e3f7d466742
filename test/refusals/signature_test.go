package refusals_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"interlaken/secret"
)

// everything allows all.
var everything = document(statement{Action: "*", Resource: "*"})

// told is what one kind of bad credentials is answered with, protocol by protocol (IAM User Guide and each service's
// "Common Errors"; S3 API Reference, "Error responses").
type told map[string]answer

const (
	mismatch = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
	unknown  = "The security token included in the request is invalid."
	expired  = "The security token included in the request is expired"
	tooLarge = "The difference between the request time and the current time is too large."
)

// each tries one spoiled request in every protocol.
func (w *world) each(name string, want told, do func(request) error) {
	w.t.Helper()
	for protocol, plain := range protocols {
		expect, ok := want[protocol]
		if !ok {
			w.t.Errorf("%s: nothing is expected for %s", name, protocol)
		}
		w.refuse(refusal{
			name: name + ", " + protocol, do: func() error { return do(plain()) },
			status: expect.status, code: expect.code, message: expect.message,
		})
	}
}

// codes are the answers with one sentence for all.
func codes(query, plain, rest, s3 answer, sentence string) told {
	all := told{"query": query, "JSON": plain, "REST JSON": rest, "REST XML": s3}
	for protocol, a := range all {
		if a.message == "" {
			a.message = sentence
		}
		all[protocol] = a
	}
	return all
}

func TestBadSignatures(t *testing.T) {
	w := newWorld(t, nil)
	admin, inactive := w.admins[hub], w.user(hub, "gone", everything)
	w.deactivate(inactive, "gone")
	bad := codes(answer{status: 403, code: "SignatureDoesNotMatch"}, answer{status: 400, code: "InvalidSignatureException"},
		answer{status: 403, code: "InvalidSignatureException"}, answer{status: 403, code: "SignatureDoesNotMatch"}, mismatch)
	w.each("a tampered signature", bad, func(r request) error {
		signed := admin.sign(r, 0)
		signed.Header.Set("Authorization", spoil(signed.Header.Get("Authorization")))
		return w.send(signed)
	})
	w.each("another secret", bad, func(r request) error {
		other := admin
		other.key.Secret = secret.NewText("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
		return w.send(other.sign(r, 0))
	})
	w.each("another path than the signed one", bad, func(r request) error {
		signed := admin.sign(r, 0)
		signed.URL.Path += "x"
		return w.send(signed)
	})
	w.each("an unknown key", codes(answer{status: 403, code: "InvalidClientTokenId"}, answer{status: 400, code: "UnrecognizedClientException"},
		answer{status: 403, code: "UnrecognizedClientException"},
		answer{status: 403, code: "InvalidAccessKeyId", message: "The AWS Access Key Id you provided does not exist in our records."}, unknown),
		func(r request) error {
			stranger := admin
			stranger.key.AccessKeyID = "AKIAIOSFODNN7EXAMPLE"
			return w.send(stranger.sign(r, 0))
		})
	w.each("an unsigned x-amz header", codes(answer{status: 403, code: "SignatureDoesNotMatch"}, answer{status: 400, code: "InvalidSignatureException"},
		answer{status: 403, code: "InvalidSignatureException"}, answer{status: 403, code: "SignatureDoesNotMatch"},
		"'x-amz-source-account' must be a 'SignedHeader' in the AWS Authorization."), func(r request) error {
		signed := admin.sign(r, 0)
		signed.Header.Set("X-Amz-Source-Account", hub)
		return w.send(signed)
	})
	w.refuse(refusal{
		name: "an unsigned x-amz-target", status: 400, code: "InvalidSignatureException",
		message: "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.",
		do: func() error {
			r := json11()
			r.header.Del("X-Amz-Target")
			signed := admin.sign(r, 0)
			signed.Header.Set("X-Amz-Target", "AWSGlue.GetDatabases")
			return w.send(signed)
		},
	})
	w.refuse(refusal{
		name: "another body than the signed one", status: 400, code: "InvalidSignatureException", message: mismatch,
		do: func() error {
			signed, other := admin.sign(json11(), 0), json11()
			other.body = `{"MaxResults":1}`
			changed := admin.sign(other, 0)
			changed.Header = signed.Header
			return w.send(changed)
		},
	})
	w.refuse(refusal{
		name: "a key that is inactive", status: 403, code: "InvalidClientTokenId", message: unknown,
		do: func() error { return w.send(inactive.sign(query(), 0)) },
	})
	w.each("no signature", codes(answer{status: 403, code: "MissingAuthenticationToken"}, answer{status: 400, code: "MissingAuthenticationTokenException"},
		answer{status: 403, code: "MissingAuthenticationTokenException"}, answer{status: 403, code: "MissingAuthenticationTokenException"},
		"Request is missing Authentication Token"), func(r request) error {
		signed := admin.sign(r, 0)
		signed.Header.Del("Authorization")
		return w.send(signed)
	})
}

// A clock that is off by more than AWS allows: five minutes, for S3 fifteen.
func TestClocksThatAreOff(t *testing.T) {
	w := newWorld(t, nil)
	// The clock stands in what follows, so that the sentences can be told to the second.
	w.clock.stop()
	stamp := func(at time.Duration) string { return w.clock.Now().Add(at).Format("20060102T150405Z") }
	for name, off := range map[string]time.Duration{"20 minutes late": -20 * time.Minute, "20 minutes early": 20 * time.Minute} {
		for protocol, plain := range protocols {
			r := refusal{name: name + ", " + protocol, do: func() error { return w.send(w.admins[hub].sign(plain(), off)) }}
			r.message = "Signature expired: " + stamp(off) + " is now earlier than " + stamp(-5*time.Minute) + " (" + stamp(0) + " - 5 min.)"
			if off > 0 {
				r.message = "Signature not yet current: " + stamp(off) + " is still later than " + stamp(5*time.Minute) + " (" + stamp(0) + " + 5 min.)"
			}
			switch protocol {
			case "query":
				r.status, r.code = 403, "SignatureDoesNotMatch"
			case "JSON":
				r.status, r.code = 400, "InvalidSignatureException"
			case "REST JSON":
				r.status, r.code = 403, "InvalidSignatureException"
			case "REST XML":
				r.status, r.code, r.message = 403, "RequestTimeTooSkewed", tooLarge
			}
			w.refuse(r)
		}
	}
}

func TestExpiredSessions(t *testing.T) {
	w := newWorld(t, nil)
	const role = "arn:aws:iam::" + hub + ":role/worker"
	w.role(role, document(statement{Principal: map[string]string{"AWS": hub}, Action: "sts:AssumeRole"}), everything)
	out, err := w.admins[hub].sts().AssumeRole(context.Background(), &sts.AssumeRoleInput{RoleArn: aws.String(role), RoleSessionName: aws.String("day")})
	session := w.session(hub, out, err)
	for protocol, plain := range protocols {
		if err := w.send(session.sign(plain(), 0)); err != nil {
			t.Errorf("before its end, %s: %v", protocol, err)
		}
	}
	w.each("an expired session", codes(answer{status: 403, code: "ExpiredToken"}, answer{status: 400, code: "ExpiredTokenException"},
		answer{status: 403, code: "ExpiredTokenException"}, answer{status: 400, code: "ExpiredToken", message: "The provided token has expired."}, expired),
		func(r request) error {
			return w.later(time.Hour+time.Second, func() error { return w.send(session.sign(r, 0)) })
		})
	w.each("an expired session with a wrong signature", codes(answer{status: 403, code: "SignatureDoesNotMatch"}, answer{status: 400, code: "InvalidSignatureException"},
		answer{status: 403, code: "InvalidSignatureException"}, answer{status: 403, code: "SignatureDoesNotMatch"}, mismatch),
		func(r request) error {
			return w.later(time.Hour+time.Second, func() error {
				signed := session.sign(r, 0)
				signed.Header.Set("Authorization", spoil(signed.Header.Get("Authorization")))
				return w.send(signed)
			})
		})
	w.each("a session without its token", codes(answer{status: 403, code: "InvalidClientTokenId"}, answer{status: 400, code: "UnrecognizedClientException"},
		answer{status: 403, code: "UnrecognizedClientException"},
		answer{status: 403, code: "InvalidAccessKeyId", message: "The AWS Access Key Id you provided does not exist in our records."}, unknown),
		func(r request) error {
			bare := session
			bare.key.SessionToken = secret.Text{}
			return w.send(bare.sign(r, 0))
		})
}

func TestPresignedAddresses(t *testing.T) {
	w, ctx := newWorld(t, nil), context.Background()
	admin := w.admins[retail]
	bucket := w.bucket(retail, "retail-data", map[string]string{"a.csv": "1\n"})
	object, err := s3.NewPresignClient(admin.s3()).PresignGetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: aws.String("a.csv")}, s3.WithPresignExpires(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	who, err := sts.NewPresignClient(admin.sts()).PresignGetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		t.Fatal(err)
	}
	for name, address := range map[string]string{"an object": object.URL, "an identity": who.URL} {
		if err := w.fetch(address); err != nil {
			t.Errorf("%s in its time: %v", name, err)
		}
	}
	w.refuse(refusal{
		name: "an object's address past its time", status: 403, code: "AccessDenied", message: "Request has expired",
		do: func() error { return w.later(2*time.Minute, func() error { return w.fetch(object.URL) }) },
	})
	late := answerOf(w.later(16*time.Minute, func() error { return w.fetch(who.URL) }))
	if late.status != 403 || late.code != "SignatureDoesNotMatch" || !strings.HasPrefix(late.message, "Signature expired: ") {
		t.Errorf("an identity's address past its time: %+v", late)
	}
	w.refuse(refusal{
		name: "an object's address with another signature", status: 403, code: "SignatureDoesNotMatch", message: mismatch,
		do: func() error { return w.fetch(spoilAddress(object.URL)) },
	})
	w.refuse(refusal{
		name: "an object's address and a header", status: 400, code: "AuthorizationHeaderMalformed", message: "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified",
		do: func() error {
			r, err := http.NewRequest(http.MethodGet, object.URL, nil)
			if err != nil {
				return err
			}
			r.Header.Set("Authorization", admin.sign(restXML(), 0).Header.Get("Authorization"))
			return w.send(r)
		},
	})
}

// An address never outlives the session that it was signed with, however long it was made for.
func TestPresignedAddressesEndWithTheirSession(t *testing.T) {
	const role = "arn:aws:iam::" + retail + ":role/worker"
	w, ctx := newWorld(t, nil), context.Background()
	w.role(role, document(statement{Principal: map[string]string{"AWS": retail}, Action: "sts:AssumeRole"}), everything)
	bucket := w.bucket(retail, "retail-data", map[string]string{"a.csv": "1\n"})
	out, err := w.admins[retail].sts().AssumeRole(ctx, &sts.AssumeRoleInput{RoleArn: aws.String(role), RoleSessionName: aws.String("day")})
	session := w.session(retail, out, err)
	object, err := s3.NewPresignClient(session.s3()).PresignGetObject(ctx, &s3.GetObjectInput{Bucket: &bucket, Key: aws.String("a.csv")}, s3.WithPresignExpires(24*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.fetch(object.URL); err != nil {
		t.Errorf("in its session's time: %v", err)
	}
	w.refuse(refusal{
		name: "an address past its session's time", status: 400, code: "ExpiredToken", message: "The provided token has expired.",
		do: func() error { return w.later(2*time.Hour, func() error { return w.fetch(object.URL) }) },
	})
}

// What was signed for one service opens no other, and no other region.
func TestSignaturesForElsewhere(t *testing.T) {
	w := newWorld(t, nil)
	admin := w.admins[hub]
	target, abroad, foreign := json11(), query(), json11()
	target.header.Set("X-Amz-Target", "AmazonAthena.ListWorkGroups")
	abroad.region, foreign.service = "eu-west-1", "kms"
	for _, r := range []refusal{
		{name: "a target of another service", do: func() error { return w.send(admin.sign(target, 0)) }, status: 400, code: "UnknownOperationException", message: "The X-Amz-Target belongs to another service."},
		{name: "another region", do: func() error { return w.send(admin.sign(abroad, 0)) }, status: 403, code: "SignatureDoesNotMatch", message: "Credential should be scoped to a valid region."},
		{name: "a service that is not there", do: func() error { return w.send(admin.sign(foreign, 0)) }, status: 400, code: "UnknownOperationException", message: `The service "kms" is not offered here.`},
	} {
		w.refuse(r)
	}
}

// deactivate makes a key inactive.
func (w *world) deactivate(p person, user string) {
	w.t.Helper()
	_, err := w.admins[p.account].iam().UpdateAccessKey(context.Background(), &iam.UpdateAccessKeyInput{
		UserName: &user, AccessKeyId: &p.key.AccessKeyID, Status: iamtypes.StatusTypeInactive,
	})
	if err != nil {
		w.t.Fatal(err)
	}
}
