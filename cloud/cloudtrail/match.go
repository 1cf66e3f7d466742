package cloudtrail

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"interlaken/trail"
)

// globalServices are those whose events IncludeGlobalServiceEvents is about (CloudTrail User Guide, "Global service events").
var globalServices = []string{"iam.amazonaws.com", "sts.amazonaws.com", "organizations.amazonaws.com", "ce.amazonaws.com"}

// delivers reports whether a trail delivers an event. What CloudTrail itself wrote is never delivered: each file would make
// the next one.
func (t *configured) delivers(e *trail.Event) bool {
	switch {
	case e.UserIdentity.Type == trail.TypeAWSService && e.UserIdentity.InvokedBy == source:
		return false
	case !t.Global && slices.Contains(globalServices, e.EventSource):
		return false
	case len(t.Selectors.Advanced) > 0:
		return slices.ContainsFunc(t.Selectors.Advanced, func(s types.AdvancedEventSelector) bool { return matchesAll(&s, e) })
	case len(t.Selectors.Basic) > 0:
		return slices.ContainsFunc(t.Selectors.Basic, func(s types.EventSelector) bool { return matches(&s, e) })
	}
	return matches(&managementAlone, e)
}

// matches decides a basic selector.
func matches(s *types.EventSelector, e *trail.Event) bool {
	if s.ReadWriteType == types.ReadWriteTypeReadOnly && !e.ReadOnly || s.ReadWriteType == types.ReadWriteTypeWriteOnly && e.ReadOnly {
		return false
	}
	if e.EventCategory == trail.Management {
		return aws.ToBool(s.IncludeManagementEvents) && !slices.Contains(s.ExcludeManagementEventSources, e.EventSource)
	}
	for _, r := range s.DataResources {
		for _, resource := range e.Resources {
			if resource.Type == aws.ToString(r.Type) && slices.ContainsFunc(r.Values, func(v string) bool { return v == allObjects || strings.HasPrefix(resource.ARN, v) }) {
				return true
			}
		}
	}
	return false
}

// matchesAll decides an advanced selector: each of its fields has to agree.
func matchesAll(s *types.AdvancedEventSelector, e *trail.Event) bool {
	for i := range s.FieldSelectors {
		f := &s.FieldSelectors[i]
		if !slices.ContainsFunc(valuesOf(aws.ToString(f.Field), e), func(v string) bool { return agrees(f, v) }) {
			return false
		}
	}
	return true
}

// valuesOf are an event's values of a field: several for the resources, and "" where it has none.
func valuesOf(field string, e *trail.Event) []string {
	switch field {
	case category:
		return []string{e.EventCategory}
	case "readOnly":
		return []string{strconv.FormatBool(e.ReadOnly)}
	case "eventSource":
		return []string{e.EventSource}
	case "eventName":
		return []string{e.EventName}
	case "eventType":
		return []string{e.EventType}
	case "userIdentity.arn":
		return []string{e.UserIdentity.ARN}
	}
	var all []string
	for _, r := range e.Resources {
		switch {
		case field == "resources.type":
			all = append(all, r.Type)
		case r.Type == objects:
			all = append(all, r.ARN)
		}
	}
	if all == nil {
		all = []string{""}
	}
	return all
}

// agrees decides one field: of the positive operators one has to hold, of the negative ones each (API reference,
// AdvancedFieldSelector).
func agrees(f *types.AdvancedFieldSelector, value string) bool {
	is := func(values []string, test func(string, string) bool) bool {
		return slices.ContainsFunc(values, func(v string) bool { return test(value, v) })
	}
	equal := func(a, b string) bool { return a == b }
	positive := len(f.Equals)+len(f.StartsWith)+len(f.EndsWith) == 0 ||
		is(f.Equals, equal) || is(f.StartsWith, strings.HasPrefix) || is(f.EndsWith, strings.HasSuffix)
	return positive && !is(f.NotEquals, equal) && !is(f.NotStartsWith, strings.HasPrefix) && !is(f.NotEndsWith, strings.HasSuffix)
}
