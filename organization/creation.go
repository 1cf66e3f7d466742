package organization

import (
	"time"

	"interlaken/fault"
	"interlaken/store"
)

// Creation is the record of a new account that was asked for.
type Creation struct {
	Org       string    `json:"org"`
	ID        string    `json:"id"` // car-…
	Name      string    `json:"name"`
	Account   string    `json:"account,omitempty"` // "" where it failed
	Failure   string    `json:"failure,omitempty"` // the API's reason
	Requested time.Time `json:"requested"`
	Completed time.Time `json:"completed"`
}

var creations = store.Collection[Creation]{
	Table: "organization.creation", Schema: 1,
	Key: func(c *Creation) string { return store.Key(c.Org, c.ID) },
}

// Record keeps how the making of an account went.
func (g *Registry) Record(tx store.Tx, o *Organization, c Creation) (Creation, error) {
	c.Org, c.ID = o.ID, "car-"+g.ids.Lower(32)
	c.Requested = g.clock.Now().Truncate(time.Second)
	c.Completed = c.Requested
	return c, creations.Create(tx, c)
}

// Creation returns the record with an id, or fault.NotFound.
func (g *Registry) Creation(r store.Reader, o *Organization, id string) (Creation, error) {
	c, err := creations.Get(r, store.Key(o.ID, id))
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.NotFound, "There is no create account request %s.", id)
	}
	return c, err
}

// Creations are the records of an organization by id.
func (g *Registry) Creations(r store.Reader, o *Organization) ([]Creation, error) {
	return collect(creations.Scan(r, store.Range{Prefix: store.Key(o.ID)}))
}

func (g *Registry) forgetCreations(tx store.Tx, o *Organization) error {
	all, err := g.Creations(tx, o)
	if err != nil {
		return err
	}
	for _, c := range all {
		if err := creations.Delete(tx, store.Key(c.Org, c.ID)); err != nil {
			return err
		}
	}
	return nil
}
