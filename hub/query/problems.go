package query

import (
	"time"

	"interlaken/hub"
	"interlaken/store"
)

// Problem is a data source whose last run was refused. It is gone with the next run that is not.
type Problem struct {
	Hub        string    `json:"hub"`
	Account    string    `json:"account"` // whose data it is
	DataSource string    `json:"dataSource"`
	Since      time.Time `json:"since"`
	Last       time.Time `json:"last"`
	Failure    Failure   `json:"failure"`
}

var problems = store.Collection[Problem]{
	Table: "hub.problem", Schema: 1,
	Key: func(p *Problem) string { return store.Key(p.Hub, p.Account, p.DataSource) },
}

// noteProblems keeps what was refused, and forgets what works again. What an owner has suspended is no problem.
func noteProblems(tx store.Tx, run *Run) error {
	for _, p := range run.Parts {
		problem := Problem{Hub: run.Account, Account: p.DataSource.Athena.Account(), DataSource: p.DataSource.ID, Since: run.Completed, Last: run.Completed}
		key := problems.Key(&problem)
		known, err := problems.Get(tx, key)
		was := err == nil
		f := run.Failure
		switch {
		case p.State == Succeeded && was:
			if err := problems.Delete(tx, key); err != nil {
				return err
			}
		case f != nil && f.Step > 0 && f.Code != string(hub.Suspended) && (f.Part == p.Name || len(run.Parts) == 1):
			if was {
				problem.Since = known.Since
			}
			problem.Failure = *f
			if err := problems.Put(tx, problem); err != nil {
				return err
			}
		}
	}
	return nil
}

// ListProblems lists the data sources of an account whose last run was refused.
func ListProblems(r store.Reader, hubAccount, account string) ([]Problem, error) {
	var all []Problem
	for item, err := range problems.Scan(r, store.Range{Prefix: store.Key(hubAccount, account)}) {
		if err != nil {
			return nil, err
		}
		all = append(all, item.Value)
	}
	return all, nil
}
