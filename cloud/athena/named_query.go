package athena

import (
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// namedQuery is a saved query as it is kept: the API's shape, whose it is, and what made it.
type namedQuery struct {
	Account string           `json:"account"`
	Query   types.NamedQuery `json:"query"`
	// Token makes a repeated CreateNamedQuery the same one.
	Token string `json:"token,omitempty"`
}

var namedQueries = store.Collection[namedQuery]{
	Table: "athena.namedquery", Schema: 1,
	Key: func(q *namedQuery) string { return store.Key(*q.Query.NamedQueryId) },
	Indexes: map[string]func(*namedQuery) []string{
		byWorkGroup: func(q *namedQuery) []string { return []string{store.Key(q.Account, *q.Query.WorkGroup)} },
		byToken: func(q *namedQuery) []string {
			if q.Token == "" {
				return nil
			}
			return []string{store.Key(q.Account, q.Token)}
		},
	},
}

// findNamedQuery returns a saved query of the caller's account. Ids of other accounts are as unknown as those of nobody.
func findNamedQuery(c *service.Call, id *string) (namedQuery, error) {
	q, err := namedQueries.Get(c.Tx, store.Key(*id))
	if fault.Is(err, fault.NotFound) || err == nil && q.Account != c.Account() {
		return namedQuery{}, invalid("INVALID_INPUT", "NamedQuery %s was not found", *id)
	}
	return q, err
}

// onNamedQuery asks for an action on the workgroup that a saved query belongs to.
func onNamedQuery[In any](action string, id func(*In) *string) func(*service.Call, *In) ([]service.Check, error) {
	return func(c *service.Call, in *In) ([]service.Check, error) {
		q, err := findNamedQuery(c, id(in))
		if err != nil {
			return nil, err
		}
		check, err := checkWorkGroup(c, action, q.Query.WorkGroup)
		return []service.Check{check}, err
	}
}
