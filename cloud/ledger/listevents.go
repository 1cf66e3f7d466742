package ledger

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/service"
	"interlaken/trail"
	"interlaken/wire/interlaken"
)

const defaultEvents = 50

// attributes are what events can be listed by.
var attributes = []trail.Attribute{
	trail.ByEventID, trail.ByEventName, trail.ByReadOnly, trail.ByUsername, trail.ByResourceType, trail.ByResourceName,
	trail.ByEventSource, trail.ByAccessKeyID, trail.ByRun,
}

// listEvents pages through the account's own trail, newest first: management events, data events, or both.
func listEvents() service.Operation {
	return service.Define("ListEvents", func(c *service.Call, in *interlaken.ListEventsInput) ([]service.Check, error) {
		thing := "trail"
		if aws.ToBool(in.Own) {
			thing = "trail/own"
		}
		return []service.Check{{Action: "interlaken:ListEvents", Resource: arn.Make("interlaken", "", c.Account(), thing)}}, nil
	}, func(c *service.Call, in *interlaken.ListEventsInput) (*interlaken.ListEventsOutput, error) {
		query, err := readQuery(in)
		if err != nil {
			return nil, err
		}
		if aws.ToBool(in.Own) {
			by := c.Session.Principal
			if by.RoleARN == "" || by.BuiltIn != "" { // a built-in role's sessions are many people's
				return nil, fault.New(fault.Validation, "Own is for sessions of a role; %s is none.", c.Session.Principal.ARN)
			}
			query.Select = func(e *trail.Event) bool { return ofRole(e, by.RoleARN, by.RoleID) }
		}
		parts := []*part{{category: trail.Management}, {category: trail.Data}}
		if err := readToken(aws.ToString(in.NextToken), parts); err != nil {
			return nil, err
		}
		for _, p := range parts {
			p.ended = p.ended || in.EventCategory != "" && string(in.EventCategory) != p.category
			if err := p.look(c, query, query.Size); err != nil {
				return nil, err
			}
		}
		out := &interlaken.ListEventsOutput{Events: []interlaken.TrailEvent{}}
		for len(out.Events) < query.Size {
			p := newest(parts)
			if p == nil {
				break
			}
			out.Events = append(out.Events, showEvent(&p.found[p.taken]))
			p.taken++
		}
		out.NextToken, err = nextToken(c, query, parts)
		return out, err
	}, service.Reads)
}

// ofRole reports whether an event was made by a session of a role, or made such a session. Sessions are told by the role's
// unique id, which one that was made anew under the name does not have. What else was done with the role is its account's:
// a PutRolePolicy holds a document (SECURITY S12).
func ofRole(e *trail.Event, role, id string) bool {
	if c := e.UserIdentity.SessionContext; c != nil && c.SessionIssuer != nil && c.SessionIssuer.PrincipalID == id {
		return true
	}
	return e.EventName == "AssumeRole" && slices.ContainsFunc(e.Resources, func(r trail.Resource) bool { return r.ARN == role })
}

func readQuery(in *interlaken.ListEventsInput) (trail.Query, error) {
	query := trail.Query{
		StartTime: aws.ToTime(in.StartTime), EndTime: aws.ToTime(in.EndTime), Size: defaultEvents,
		Attribute: trail.Attribute(aws.ToString(in.AttributeKey)), Value: aws.ToString(in.AttributeValue),
	}
	if in.MaxResults != nil {
		query.Size = int(*in.MaxResults)
	}
	if (in.AttributeKey == nil) != (in.AttributeValue == nil) {
		return query, fault.New(fault.Validation, "AttributeKey and AttributeValue are given together.")
	}
	if in.AttributeKey == nil {
		return query, nil
	}
	var names []string
	for _, a := range attributes {
		if a == query.Attribute {
			return query, nil
		}
		names = append(names, string(a))
	}
	return query, fault.New(fault.Validation, "AttributeKey is one of %s.", strings.Join(names, ", "))
}

// part is one category's share of a page.
type part struct {
	category string
	token    string // where the page begins
	ended    bool   // nothing follows
	found    []trail.Entry
	next     string // what follows found, "" for nothing
	taken    int
}

func (p *part) look(c *service.Call, query trail.Query, size int) (err error) {
	if p.ended {
		return nil
	}
	query.Category, query.Token, query.Size = p.category, p.token, size
	p.found, p.next, err = trail.Lookup(c.Tx, c.Account(), query)
	return err
}

// newest is the part whose next event is the newest, nil when none has one.
func newest(parts []*part) *part {
	var best *part
	for _, p := range parts {
		if p.taken == len(p.found) {
			continue
		}
		if best == nil || later(&p.found[p.taken], &best.found[best.taken]) {
			best = p
		}
	}
	return best
}

func later(a, b *trail.Entry) bool {
	if !a.Event.EventTime.Equal(b.Event.EventTime) {
		return a.Event.EventTime.After(b.Event.EventTime)
	}
	return a.Sequence > b.Sequence
}

// A token is each category's own token, "-" for one that has ended, joined by dots.
const (
	endMark   = "-"
	separator = "."
)

func readToken(token string, parts []*part) error {
	if token == "" {
		return nil
	}
	texts := strings.Split(token, separator)
	if len(texts) != len(parts) {
		return fault.New(fault.Validation, "The token is not one that ListEvents returned.")
	}
	for i, p := range parts {
		p.token, p.ended = texts[i], texts[i] == endMark
	}
	return nil
}

func nextToken(c *service.Call, query trail.Query, parts []*part) (*string, error) {
	texts := make([]string, len(parts))
	ended := true
	for i, p := range parts {
		texts[i] = p.token
		switch {
		case p.ended:
			texts[i] = endMark
		case p.taken == len(p.found) && p.next == "":
			texts[i] = endMark
		case p.taken == len(p.found):
			texts[i] = p.next
		case p.taken > 0:
			// Only a part was shown; the token after it is what a lookup of that many returns.
			if err := p.look(c, query, p.taken); err != nil {
				return nil, err
			}
			texts[i] = p.next
		}
		ended = ended && texts[i] == endMark
	}
	if ended {
		return nil, nil
	}
	return aws.String(strings.Join(texts, separator)), nil
}

func showEvent(entry *trail.Entry) interlaken.TrailEvent {
	e := &entry.Event
	return interlaken.TrailEvent{
		Sequence: &entry.Sequence, EventId: &e.EventID, EventTime: &e.EventTime, EventSource: &e.EventSource,
		EventName: &e.EventName, EventCategory: interlaken.EventCategory(e.EventCategory), Username: text(e.UserIdentity.Name()),
		RequestId: text(e.RequestID), ErrorCode: text(e.ErrorCode), RunId: text(e.Run), Record: aws.String(string(entry.JSON)),
	}
}

// text is nil for what is not there.
func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
