package query

import (
	"time"

	"interlaken/hub"
	"interlaken/store"
)

// serving is one time that the rows of a run were given to its person. The first is the run itself; each one after it is
// a read of a copy, with a record of its own (SECURITY S13).
type serving struct {
	Run    string     `json:"run"`
	Number int64      `json:"number"` // from 1
	Person hub.Person `json:"person"`
	At     time.Time  `json:"at"`
}

var servings = store.Collection[serving]{
	Table: "hub.serving", Schema: 1,
	Key: func(s *serving) string { return store.Key(s.Run, s.Number) },
}

// Serve notes, in the transaction of the call that does it, that a run's rows are given out. From the second time on
// the accounts' owners see it as a copy.
func (s *Service) Serve(tx store.Tx, run Run) error {
	number, _, err := Servings(tx, run.ID)
	if err != nil {
		return err
	}
	now := s.Clock.Now()
	if err := servings.Create(tx, serving{Run: run.ID, Number: number + 1, Person: run.Person, At: now}); err != nil || number == 0 {
		return err
	}
	for i := range run.Parts {
		p := &run.Parts[i]
		if p.DataSource.Athena.Account() == "" {
			continue
		}
		once := run.read(p)
		once.Copies, once.Last = 1, now
		if err := hub.AddRead(tx, once); err != nil {
			return err
		}
	}
	return nil
}

// Servings is how often a run's rows were given out, and when last.
func Servings(r store.Reader, runID string) (times int64, last time.Time, err error) {
	for item, err := range servings.Scan(r, store.Range{Prefix: store.Key(runID), Reverse: true, Limit: 1}) {
		return item.Value.Number, item.Value.At, err
	}
	return 0, time.Time{}, nil
}
