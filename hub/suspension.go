package hub

import (
	"fmt"
	"strings"
	"time"

	"interlaken/fault"
	"interlaken/store"
)

// Suspended is the code of what an account's owner has switched off.
const Suspended fault.Code = "Suspended"

// Suspension is an owner's switch that is off: for one data source, for one person, or for one person on one data source
// of the account (SECURITY S14). It holds from the next request on, for copies too.
type Suspension struct {
	Hub     string `json:"hub"`
	Account string `json:"account"` // whose data it is
	ID      string `json:"id"`
	// DataSource is an id, Person the ARN of a user of the hub; "" is every one. At least one is given.
	DataSource string    `json:"dataSource,omitempty"`
	Person     string    `json:"person,omitempty"`
	Reason     string    `json:"reason"`
	By         string    `json:"by"` // ARN
	At         time.Time `json:"at"`
}

var suspensions = store.Collection[Suspension]{
	Table: "hub.suspension", Schema: 1,
	Key: func(s *Suspension) string { return store.Key(s.Hub, s.Account, s.ID) },
}

// longestReason is the most characters of a reason.
const longestReason = 200

// Suspend turns a switch off.
func Suspend(tx store.Tx, s Suspension) error {
	s.Reason = strings.TrimSpace(s.Reason)
	switch {
	case s.DataSource == "" && s.Person == "":
		return fault.New(fault.Validation, "A suspension is of a data source, of a person, or of both: give DataSourceId or PersonArn.")
	case s.Reason == "" || len([]rune(s.Reason)) > longestReason:
		return fault.New(fault.Validation, "A suspension has a reason of 1 to %d characters: whom it stops is told.", longestReason)
	}
	return suspensions.Create(tx, s)
}

// Resume turns a switch on again, or fails with fault.NotFound.
func Resume(tx store.Tx, hub, account, id string) error {
	return named(suspensions.Delete(tx, store.Key(hub, account, id)), "Suspension", id)
}

// Suspensions lists an account's switches that are off.
func Suspensions(r store.Reader, hub, account string) ([]Suspension, error) {
	return values(suspensions.Scan(r, store.Range{Prefix: store.Key(hub, account)}))
}

// SuspensionOf returns what keeps a person from a data source; nil where nothing does.
func SuspensionOf(r store.Reader, d DataSource, p Person) (*Suspension, error) {
	for item, err := range suspensions.Scan(r, store.Range{Prefix: store.Key(d.Account, d.Athena.Account())}) {
		if err != nil {
			return nil, err
		}
		if s := item.Value; (s.DataSource == "" || s.DataSource == d.ID) && (s.Person == "" || s.Person == p.ARN) {
			return &s, nil
		}
	}
	return nil, nil
}

// Message says in two sentences who has switched what off and why, and whom to ask.
func (s Suspension) Message(owner Spoke) string {
	what := "your access to its data"
	if s.Person == "" {
		what = "this data source"
	}
	return fmt.Sprintf("%s (account %s) has suspended %s: %s. Ask %s.", owner.Name, s.Account, what, strings.TrimSuffix(s.Reason, "."), owner.Ask())
}
