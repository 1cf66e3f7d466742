package cloudtrail

import (
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/trail"
)

const (
	pageSize = 50                  // of a page for which no other size is asked; also the most (API reference, LookupEvents)
	history  = 90 * 24 * time.Hour // how far back events are found (ibid.)
)

// attributes are what events can be looked up by.
var attributes = map[types.LookupAttributeKey]trail.Attribute{
	types.LookupAttributeKeyEventId:      trail.ByEventID,
	types.LookupAttributeKeyEventName:    trail.ByEventName,
	types.LookupAttributeKeyReadOnly:     trail.ByReadOnly,
	types.LookupAttributeKeyUsername:     trail.ByUsername,
	types.LookupAttributeKeyResourceType: trail.ByResourceType,
	types.LookupAttributeKeyResourceName: trail.ByResourceName,
	types.LookupAttributeKeyEventSource:  trail.ByEventSource,
	types.LookupAttributeKeyAccessKeyId:  trail.ByAccessKeyID,
}

// lookupEvents finds management events of the caller's account, newest first.
func lookupEvents() service.Operation {
	all := func(*service.Call, *sdk.LookupEventsInput) string { return "*" }
	return service.Define("LookupEvents", service.On("cloudtrail:LookupEvents", all), doLookupEvents, service.Reads)
}

func doLookupEvents(c *service.Call, in *sdk.LookupEventsInput) (*sdk.LookupEventsOutput, error) {
	query, err := readQuery(in, c.Now)
	if err != nil {
		return nil, err
	}
	if in.EventCategory != "" {
		// The only category to ask for is insight, and nothing here analyses events.
		return &sdk.LookupEventsOutput{Events: []types.Event{}}, nil
	}
	entries, next, err := trail.Lookup(c.Tx, c.Account(), query)
	if fault.Is(err, fault.Validation) {
		return nil, &types.InvalidNextTokenException{Message: aws.String("The token is not one that a call of LookupEvents with the same parameters returned.")}
	}
	if err != nil {
		return nil, err
	}
	out := &sdk.LookupEventsOutput{Events: make([]types.Event, 0, len(entries))}
	for i := range entries {
		out.Events = append(out.Events, showEvent(&entries[i]))
	}
	if next != "" {
		out.NextToken = &next
	}
	return out, nil
}

func readQuery(in *sdk.LookupEventsInput, now time.Time) (trail.Query, error) {
	query := trail.Query{
		StartTime: now.Add(-history), EndTime: aws.ToTime(in.EndTime), Size: pageSize, Token: aws.ToString(in.NextToken),
	}
	if in.MaxResults != nil {
		query.Size = int(*in.MaxResults)
	}
	if in.StartTime != nil && in.EndTime != nil && in.StartTime.After(*in.EndTime) {
		return query, &types.InvalidTimeRangeException{Message: aws.String("The start time is after the end time.")}
	}
	if start := aws.ToTime(in.StartTime); start.After(query.StartTime) {
		query.StartTime = start
	}
	if len(in.LookupAttributes) == 0 {
		return query, nil
	}
	attribute := in.LookupAttributes[0]
	known, ok := attributes[attribute.AttributeKey]
	if len(in.LookupAttributes) > 1 || !ok {
		return query, &types.InvalidLookupAttributesException{Message: aws.String("Events are looked up by one attribute, of those that LookupEvents knows.")}
	}
	query.Attribute, query.Value = known, *attribute.AttributeValue
	return query, nil
}

// showEvent is an event as LookupEvents tells it: some of its elements, and the whole record as text.
func showEvent(entry *trail.Entry) types.Event {
	e := &entry.Event
	shown := types.Event{
		EventId: aws.String(e.EventID), EventName: aws.String(e.EventName), EventSource: aws.String(e.EventSource),
		EventTime: aws.Time(e.EventTime), ReadOnly: aws.String(strconv.FormatBool(e.ReadOnly)),
		CloudTrailEvent: aws.String(string(entry.JSON)), Resources: []types.Resource{},
	}
	if name := e.UserIdentity.Name(); name != "" {
		shown.Username = &name
	}
	if e.UserIdentity.AccessKeyID != "" {
		shown.AccessKeyId = aws.String(e.UserIdentity.AccessKeyID)
	}
	for _, r := range e.Resources {
		shown.Resources = append(shown.Resources, types.Resource{ResourceName: aws.String(r.ARN), ResourceType: aws.String(r.Type)})
	}
	return shown
}
