package service

import (
	"interlaken/identity"
	"interlaken/trail"
)

// newEvent begins the one event of a call.
func (m *Mesh) newEvent(c *Call, s *registered, o *Operation, input any) *trail.Event {
	e := &trail.Event{
		UserIdentity: identityOf(c.Session), EventSource: s.Source, EventName: o.Name, AWSRegion: c.Session.Region,
		SourceIPAddress: c.Session.SourceIP, UserAgent: c.Session.UserAgent, RequestID: c.RequestID,
		ReadOnly: o.ReadOnly, EventCategory: string(o.Event), APIVersion: s.Wire.APIVersion,
		RecipientAccountID: c.Account(), EventTime: c.Now, Run: c.Run,
	}
	// A service that calls, for itself or for another, is named in place of an address (CloudTrail User Guide, record
	// contents: sourceIPAddress, userAgent).
	if by := c.Session.InvokedBy(); by != "" {
		e.SourceIPAddress, e.UserAgent = by, by
	} else if c.Session.Principal.Kind == identity.Service {
		e.SourceIPAddress, e.UserAgent = c.Session.Principal.Name, c.Session.Principal.Name
	}
	e.RequestParameters = input
	if o.Parameters != nil {
		e.RequestParameters = o.Parameters(input)
	}
	return e
}

// showResponse adds what the trail shows of an output: nothing of a call that only reads.
func showResponse(e *trail.Event, o *Operation, output any) {
	switch {
	case o.Response != nil:
		e.ResponseElements = o.Response(output)
	case !o.ReadOnly:
		e.ResponseElements = output
	}
}

// finish writes the outcome into the call's event.
func (m *Mesh) finish(c *Call, s *registered, failed error) {
	c.event.Run = c.Run
	if len(c.decisions) > 0 {
		c.event.Reasons = c.decisions
	}
	if failed == nil {
		return
	}
	c.event.ResponseElements = nil
	c.event.ErrorCode, _ = s.Wire.ErrorCode(failed)
	c.event.ErrorMessage = s.Wire.ErrorMessage(failed)
}

func identityOf(s Session) trail.UserIdentity {
	p := s.Principal
	var u trail.UserIdentity
	switch p.Kind {
	case identity.User:
		u = trail.IAMUser(p.UniqueID, p.ARN, p.Account, p.AccessKeyID, p.Name)
		if p.Temporary() {
			u.SessionContext = trail.SessionSince(p.Issued)
		}
	case identity.AssumedRole:
		u = trail.AssumedRole(p.ARN, p.SessionName, p.AccessKeyID, p.Issued, p.SourceIdentity, trail.SessionIssuer{
			PrincipalID: p.RoleID, ARN: p.RoleARN, AccountID: p.Account, UserName: p.Name,
		})
		u.SessionContext.WebIDFederationData = trail.WebIDFederation(p.Provider)
		// Of a person who signed in on the web it is the person's own, which the next one of the name does not have.
		u.PrincipalID = p.UniqueID
	case identity.WebIdentity:
		u = trail.WebIdentityUser(p.UniqueID, p.Name, p.ARN)
	case identity.Root:
		u = trail.Root(p.Account, p.ARN, p.AccessKeyID)
	case identity.Service:
		return trail.AWSService(p.Name)
	}
	u.InvokedBy = s.InvokedBy()
	return u
}
