package ledger

import (
	"encoding/json"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/trail"
	"interlaken/wire/interlaken"
)

// Requests have no index in the trail: who asks has just been refused, so the newest events are looked through.
const (
	lookedThrough = 20_000 // events of each category
	lookedPage    = 500
)

// explainRequest says why a request of the account was refused, from the reasons that were kept with its event.
func (l *ledger) explainRequest() service.Operation {
	return define("ExplainRequest", "trail", func(c *service.Call, in *interlaken.ExplainRequestInput) (*interlaken.ExplainRequestOutput, error) {
		entry, err := findRequest(c, *in.RequestId)
		if err != nil {
			return nil, err
		}
		kept, err := readReasons(entry.Event.Reasons)
		if err != nil {
			return nil, err
		}
		event := showEvent(entry)
		out := &interlaken.ExplainRequestOutput{Event: &event, Decisions: []interlaken.Decision{}}
		for _, d := range kept {
			shown, err := l.show(c, d.Action, d.Resource, d.Explanation)
			if err != nil {
				return nil, err
			}
			out.Decisions = append(out.Decisions, shown)
		}
		return out, nil
	})
}

// findRequest returns the event of a request. One request may have several, of the services that it went through; the
// one that was refused is what is asked for, else the newest.
func findRequest(c *service.Call, requestID string) (*trail.Entry, error) {
	var found *trail.Entry
	for _, category := range []string{trail.Management, trail.Data} {
		query := trail.Query{Category: category, Size: lookedPage}
		for seen := 0; seen < lookedThrough; seen += lookedPage {
			page, next, err := trail.Lookup(c.Tx, c.Account(), query)
			if err != nil {
				return nil, err
			}
			for i := range page {
				switch e := &page[i].Event; {
				case e.RequestID != requestID:
				case e.Reasons != nil:
					return &page[i], nil
				case found == nil:
					found = &page[i]
				}
			}
			if query.Token = next; next == "" {
				break
			}
		}
	}
	if found == nil {
		return nil, fault.New(fault.NotFound, "There is no request %s among the newest events of account %s.", requestID, c.Account())
	}
	return found, nil
}

// readReasons reads the decisions that were kept with an event.
func readReasons(reasons any) ([]service.Decision, error) {
	if reasons == nil {
		return nil, nil
	}
	var kept []service.Decision
	document, err := json.Marshal(reasons)
	if err == nil {
		err = json.Unmarshal(document, &kept)
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The reasons of a request cannot be read.")
	}
	return kept, nil
}
