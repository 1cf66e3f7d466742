package query

import (
	"time"

	"interlaken/hub"
	"interlaken/store"
	"interlaken/usage"
)

// sessionLength is what QuickSight charges a reader's session by (Amazon QuickSight pricing).
const sessionLength = 30 * time.Minute

// personSession remembers when a person's session began, so that it is charged once.
type personSession struct {
	Account string    `json:"account"`
	Person  string    `json:"person"`
	Began   time.Time `json:"began"`
}

var personSessions = store.Collection[personSession]{
	Table: "hub.personSession", Schema: 1,
	Key: func(p *personSession) string { return store.Key(p.Account, p.Person) },
}

// meterSession leaves a usage record in the hub's account when a person begins a session: what people use is the hub's
// bill, what queries read is the spoke's.
func (s *Service) meterSession(tx store.Tx, caller hub.Caller) error {
	person, now := caller.Person(), s.Clock.Now()
	for item, err := range personSessions.Scan(tx, store.Range{Prefix: store.Key(person.Account, person.ID), Limit: 1}) {
		if err != nil {
			return err
		}
		if now.Before(item.Value.Began.Add(sessionLength)) {
			return nil
		}
	}
	if err := personSessions.Put(tx, personSession{Account: person.Account, Person: person.ID, Began: now}); err != nil {
		return err
	}
	return s.Usage.Append(tx, usage.Record{
		Account: person.Account, Service: usage.QuickSight, UsageType: usage.ReaderSessions, Operation: "Session",
		Quantity: 1, Unit: usage.Sessions, Time: now, Principal: person.ARN,
	})
}
