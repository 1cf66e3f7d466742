package hub

import (
	"time"

	"interlaken/fault"
	"interlaken/store"
)

// Problem is a data source that could not be read when somebody last tried. It is kept until it can be.
type Problem struct {
	Account       string `json:"account"` // whose data it is
	Hub           string `json:"hub"`     // the hub account
	DataSourceARN string `json:"dataSourceArn"`
	// Since is when it was refused first, Last when it was refused last.
	Since time.Time `json:"since"`
	Last  time.Time `json:"last"`
	Run   string    `json:"run,omitempty"` // "" where no run was refused but a proof of the chain
	// Asked is what the run asked: a data set's id, or a query of one's own. Another question may be answered while this one
	// is still refused.
	Asked   string  `json:"asked,omitempty"`
	Refusal Refusal `json:"refusal"`
}

// Refusal is a step on the way to data that was refused or could not be made.
type Refusal struct {
	// Step is 1 for role A, 2 for role B, 3 for Athena.
	Step int `json:"step"`
	// Account refused: the hub's own for step 1 and where role A may not take role B.
	Account string `json:"account"`
	Code    string `json:"code"`
	// Message is for who may see roles, and holds the service's public sentence; no document (SECURITY S12).
	Message string `json:"message"`
}

var problems = store.Collection[Problem]{
	Table: "hub.problem", Schema: 1,
	Key: func(p *Problem) string { return store.Key(p.Hub, p.Account, p.DataSourceARN) },
}

// NoteProblem keeps that a data source was refused, to a run that asked something or, where both are "", to a proof.
func NoteProblem(tx store.Tx, source *DataSource, refusal Refusal, runID, asked string, now time.Time) error {
	p := Problem{
		Account: source.Athena.Account(), Hub: source.Account, DataSourceARN: source.ARN(), Since: now, Last: now, Run: runID, Asked: asked, Refusal: refusal,
	}
	if p.Account == "" {
		return nil
	}
	known, err := problems.Get(tx, problems.Key(&p))
	switch {
	case err == nil:
		p.Since = known.Since
		if p.Run == "" && known.Refusal.Step == refusal.Step {
			p.Run, p.Asked = known.Run, known.Asked // the proof says nothing new, and a run is what people ask about
		}
	case !isMissing(err):
		return err
	}
	return problems.Put(tx, p)
}

// GetProblem returns the problem of a data source; nil where there is none.
func GetProblem(r store.Reader, source *DataSource) (*Problem, error) {
	p, err := problems.Get(r, store.Key(source.Account, source.Athena.Account(), source.ARN()))
	if isMissing(err) {
		return nil, nil
	}
	return &p, err
}

// EndProblem forgets the problem of a data source that can be read, if it has one.
func EndProblem(tx store.Tx, source *DataSource) error {
	err := problems.Delete(tx, store.Key(source.Account, source.Athena.Account(), source.ARN()))
	if isMissing(err) {
		return nil
	}
	return err
}

// Problems are those of the data sources that lead to an account.
func Problems(r store.Reader, hubAccount, account string) ([]Problem, error) {
	return values(problems.Scan(r, store.Range{Prefix: store.Key(hubAccount, account)}))
}

func isMissing(err error) bool { return fault.Is(err, fault.NotFound) }
