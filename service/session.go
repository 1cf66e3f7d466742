package service

import (
	"slices"

	"interlaken/identity"
)

// Session is on whose behalf, and by which way, a call is made. Its makers are the door (a verified signature), and
// jobs that go on with the session that began them. The zero value is refused everywhere.
type Session struct {
	Principal identity.Principal
	// Region is where the call is made; it becomes aws:RequestedRegion.
	Region string
	// SourceIP and SecureTransport come from the connection, or from what a listed proxy says of it (SECURITY S2).
	SourceIP        string
	SecureTransport bool
	// UserAgent and Referer are the client's word.
	UserAgent, Referer string
	// SourceAccount and SourceARN are on whose behalf a service principal calls; empty for everyone else (SECURITY S1).
	SourceAccount, SourceARN string
	// Via are the services that call on the principal's behalf, first to last: aws:CalledVia.
	Via []string
}

// Through returns the session as a service uses it that calls on the principal's behalf, such as
// athena.amazonaws.com. The caller's address is not the connection's any more, so it is dropped (IAM User Guide,
// "AWS global condition context keys", aws:SourceIp).
func (s Session) Through(service string) Session {
	s.Via = append(slices.Clone(s.Via), service)
	s.SourceIP = ""
	return s
}

// InvokedBy is the last service that calls on the principal's behalf, "" for a direct call.
func (s Session) InvokedBy() string {
	if len(s.Via) == 0 {
		return ""
	}
	return s.Via[len(s.Via)-1]
}

// Acting is the session of a service of this cloud that does something by itself for an account's resource, as CloudTrail
// writes files for a trail. It has no key, so nobody outside can make one.
func Acting(serviceName, account, region, sourceARN string) Session {
	return Session{
		Principal: identity.Principal{Kind: identity.Service, Account: account, ARN: serviceName, UniqueID: serviceName, Name: serviceName},
		Region:    region, SecureTransport: true, SourceAccount: account, SourceARN: sourceARN,
	}
}
