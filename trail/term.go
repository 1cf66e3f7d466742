package trail

import (
	"crypto/sha256"
	"slices"
	"strconv"

	"interlaken/arn"
)

// Attribute is what Lookup can select by. The first eight are CloudTrail's LookupAttributes.
type Attribute string

// The attributes of Lookup.
const (
	ByEventID      Attribute = "EventId"
	ByEventName    Attribute = "EventName"
	ByReadOnly     Attribute = "ReadOnly" // "true" or "false"
	ByUsername     Attribute = "Username"
	ByResourceType Attribute = "ResourceType"
	ByResourceName Attribute = "ResourceName" // an ARN, or a name alone
	ByEventSource  Attribute = "EventSource"
	ByAccessKeyID  Attribute = "AccessKeyId"
	ByRun          Attribute = "Run" // not CloudTrail's: the run that ties a query's events together
)

// term is one text under which an event is found. Each event has the one of its category with neither attribute nor
// value.
type term struct {
	category  string
	attribute Attribute
	value     string
}

// hashSize is how much of a term's hash a segment keeps. Two terms with one hash cost a look at an event more.
const hashSize = 8

func (t term) hash() [hashSize]byte {
	sum := sha256.Sum256([]byte(t.category + "\x00" + string(t.attribute) + "\x00" + t.value))
	return [hashSize]byte(sum[:])
}

// has reports whether the event is found under a term.
func (e *Event) has(t term) bool {
	return e.EventCategory == t.category && (t.attribute == "" || slices.Contains(e.terms(), t))
}

// terms are all that an event is found under; some may come twice.
func (e *Event) terms() []term {
	list := []term{{category: e.EventCategory}}
	add := func(attribute Attribute, value string) {
		if value != "" {
			list = append(list, term{e.EventCategory, attribute, value})
		}
	}
	add(ByEventID, e.EventID)
	add(ByEventName, e.EventName)
	add(ByReadOnly, strconv.FormatBool(e.ReadOnly))
	add(ByUsername, e.UserIdentity.Name())
	add(ByEventSource, e.EventSource)
	add(ByAccessKeyID, e.UserIdentity.AccessKeyID)
	add(ByRun, e.Run)
	for _, r := range e.Resources {
		add(ByResourceType, r.Type)
		add(ByResourceName, r.ARN)
		if a, err := arn.Parse(r.ARN); err == nil {
			add(ByResourceName, a.Name())
		}
	}
	return list
}
