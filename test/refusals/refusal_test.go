package refusals_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"

	"interlaken/store"
	"interlaken/store/storetest"
	"interlaken/trail"
	"interlaken/wire/interlaken"
)

// refusal is something that must not be done and what whoever tries is told.
type refusal struct {
	name string
	do   func() error
	// status, code and message are what crosses the wire.
	status        int
	code, message string
	// event is the name of the one event that is left in the trail of account; "" for a request that the door refuses
	// before it knows who calls, which leaves none.
	event, account string
	// because is what an administrator of the account is told by ExplainRequest, a line a decision; "" where no
	// decision of policy refused.
	because string
}

// refuse does what must not be done and holds what comes of it against what has to come.
func (w *world) refuse(r refusal) {
	w.t.Helper()
	before, events := w.kept(), w.events()
	err := r.do()
	got := answerOf(err)
	if got.status != r.status || got.code != r.code || got.message != r.message {
		w.t.Errorf("%s:\n got %d %s: %s\nwant %d %s: %s", r.name, got.status, got.code, got.message, r.status, r.code, r.message)
	}
	if changed := changes(before, w.kept()); changed != "" {
		w.t.Errorf("%s wrote %s", r.name, changed)
	}
	w.left(r, events)
	if r.because != "" {
		if why := w.why(r.account, got.requestID); why != r.because {
			w.t.Errorf("%s: because\n%s\nwant\n%s", r.name, why, r.because)
		}
	}
	w.well(r.name)
}

// left checks that what was refused has left its one event, or none.
func (w *world) left(r refusal, before map[string][]trail.Entry) {
	w.t.Helper()
	after := w.events()
	for _, account := range accounts {
		fresh := after[account][len(before[account]):]
		switch {
		case r.event == "" || account != r.account:
			if len(fresh) > 0 {
				w.t.Errorf("%s left %d events in account %s, the first %s %s", r.name, len(fresh), account, fresh[0].Event.EventName, fresh[0].Event.ErrorCode)
			}
		case len(fresh) != 1:
			w.t.Errorf("%s left %d events in account %s, want one", r.name, len(fresh), account)
		case fresh[0].Event.EventName != r.event || fresh[0].Event.ErrorCode != r.code || fresh[0].Event.ErrorMessage != r.message:
			e := fresh[0].Event
			w.t.Errorf("%s left %s %s %q, want %s %s %q", r.name, e.EventName, e.ErrorCode, e.ErrorMessage, r.event, r.code, r.message)
		}
	}
}

// well checks that the system serves as before.
func (w *world) well(after string) {
	w.t.Helper()
	var out interlaken.VerifyTrailOutput
	err := w.admins[risk].own().Call(context.Background(), interlaken.Cloud, "VerifyTrail", &interlaken.VerifyTrailInput{}, &out)
	if err != nil || !aws.ToBool(out.Consistent) {
		w.t.Errorf("after %s, a call failed: %v, %+v", after, err, out)
	}
}

// kept is everything that the store holds but the trails.
func (w *world) kept() map[string]map[string]string {
	w.t.Helper()
	all := storetest.Dump(w.t, w.Mesh().Store(), "trail.")
	if len(all) < 3 {
		w.t.Fatalf("the store holds only %d tables; the test looks at the wrong one", len(all))
	}
	return all
}

// changes names the records that differ.
func changes(before, after map[string]map[string]string) string {
	var found []string
	for table, records := range after {
		for key, value := range records {
			if old, ok := before[table][key]; !ok || old != value {
				found = append(found, fmt.Sprintf("%s %q: %s", table, key, value))
			}
		}
	}
	for table, records := range before {
		for key := range records {
			if _, ok := after[table][key]; !ok {
				found = append(found, fmt.Sprintf("%s %q: gone", table, key))
			}
		}
	}
	slices.Sort(found)
	return strings.Join(found, "; ")
}

// events are all events of all accounts, oldest first, management before data.
func (w *world) events() map[string][]trail.Entry {
	w.t.Helper()
	all := map[string][]trail.Entry{}
	err := w.Mesh().Store().View(context.Background(), func(r store.Reader) error {
		for _, account := range accounts {
			for _, category := range []string{trail.Management, trail.Data} {
				q := trail.Query{Category: category, OldestFirst: true, Size: 1000}
				for {
					page, next, err := trail.Lookup(r, account, q)
					if err != nil {
						return err
					}
					all[account] = append(all[account], page...)
					if q.Token = next; next == "" {
						break
					}
				}
			}
			slices.SortFunc(all[account], func(a, b trail.Entry) int { return int(a.Sequence - b.Sequence) })
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// why is what an administrator of an account is told about a refused request, a line a decision: the action, what kind
// of document decided, then each document that he may read, and what was left out.
func (w *world) why(account, requestID string) string {
	w.t.Helper()
	var out interlaken.ExplainRequestOutput
	err := w.admins[account].own().Call(context.Background(), interlaken.Cloud, "ExplainRequest", &interlaken.ExplainRequestInput{RequestId: &requestID}, &out)
	if err != nil {
		w.t.Errorf("ExplainRequest: %v", err)
		return ""
	}
	var lines []string
	for _, d := range out.Decisions {
		line := fmt.Sprintf("%s: %s by %s", *d.Action, *d.Outcome, aws.ToString(d.DecidedBy))
		for _, doc := range d.Documents {
			line += fmt.Sprintf("; %s %s %s", *doc.Kind, aws.ToString(doc.Name), *doc.Outcome)
			for _, s := range doc.Statements {
				line += fmt.Sprintf(", statement %d %s", *s.Index, *s.Outcome)
				for _, e := range s.Elements {
					if *e.Outcome != "matched" {
						line += " but for " + strings.TrimSpace(*e.Element+" "+aws.ToString(e.Key))
					}
				}
			}
		}
		for _, note := range d.Notes {
			line += "; " + note
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// answer is what a client was told.
type answer struct {
	status                   int
	code, message, requestID string
}

func answerOf(err error) answer {
	if err == nil {
		return answer{status: 200, message: "it was allowed"}
	}
	a := answer{message: err.Error()}
	var api smithy.APIError
	if errors.As(err, &api) {
		a.code, a.message = api.ErrorCode(), api.ErrorMessage()
	}
	var response *awshttp.ResponseError
	if errors.As(err, &response) {
		a.status, a.requestID = response.HTTPStatusCode(), response.ServiceRequestID()
	}
	var forged *forgedError
	if errors.As(err, &forged) {
		return forged.answer
	}
	return a
}

// errorOf drops the output of a call.
func errorOf[Out any](_ Out, err error) error { return err }

// assume asks for a role.
func assume(p person, role, externalID string, options ...func(*sts.Options)) error {
	in := &sts.AssumeRoleInput{RoleArn: &role, RoleSessionName: aws.String("refused")}
	if externalID != "" {
		in.ExternalId = &externalID
	}
	return errorOf(p.sts().AssumeRole(context.Background(), in, options...))
}

// heads are the numbers of the accounts' newest events.
func (w *world) heads() map[string]int64 {
	w.t.Helper()
	all := map[string]int64{}
	err := w.Mesh().Store().View(context.Background(), func(r store.Reader) error {
		for _, account := range accounts {
			h, err := trail.HeadOf(r, account)
			if err != nil {
				return err
			}
			all[account] = h.Count
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// since are an account's events after a number, the newest first.
func (w *world) since(account string, before int64) []trail.Entry {
	w.t.Helper()
	var fresh []trail.Entry
	err := w.Mesh().Store().View(context.Background(), func(r store.Reader) error {
		head, err := trail.HeadOf(r, account)
		if err != nil {
			return err
		}
		for _, category := range []string{trail.Management, trail.Data} {
			if int64(len(fresh)) == head.Count-before {
				break // to look for what is not there is to read the whole trail
			}
			page, _, err := trail.Lookup(r, account, trail.Query{Category: category, Size: 10})
			if err != nil {
				return err
			}
			for _, e := range page {
				if e.Sequence > before {
					fresh = append(fresh, e)
				}
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return fresh
}
