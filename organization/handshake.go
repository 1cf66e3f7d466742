package organization

import (
	"slices"
	"time"

	"interlaken/fault"
	"interlaken/store"
)

// State is where a handshake stands, by the names of the API.
type State string

// The states of an invitation.
const (
	Open     State = "OPEN"
	Accepted State = "ACCEPTED"
	Declined State = "DECLINED"
	Canceled State = "CANCELED"
	Expired  State = "EXPIRED"
)

// invitationTime is how long an invitation holds (Organizations User Guide, "Quotas and service limits").
const invitationTime = 15 * 24 * time.Hour

// Handshake is an invitation of an account into an organization.
type Handshake struct {
	ID         string            `json:"id"` // h-…
	Org        string            `json:"org"`
	Management string            `json:"management"`
	Account    string            `json:"account"` // who is invited
	Email      string            `json:"email"`
	Notes      string            `json:"notes,omitempty"`
	Tags       map[string]string `json:"tags,omitempty"` // that the account is to have
	State      State             `json:"state"`
	Requested  time.Time         `json:"requested"`
	Expires    time.Time         `json:"expires"`
}

var handshakes = store.Collection[Handshake]{
	Table: "organization.handshake", Schema: 1,
	Key: func(h *Handshake) string { return store.Key(h.ID) },
	Indexes: map[string]func(*Handshake) []string{
		"organization": func(h *Handshake) []string { return []string{store.Key(h.Org, h.ID)} },
		"account":      func(h *Handshake) []string { return []string{store.Key(h.Account, h.ID)} },
	},
}

// ARN is the handshake's ARN.
func (h *Handshake) ARN() string {
	o := Organization{ID: h.Org, Management: h.Management}
	return o.arn("handshake/" + h.Org + "/invite/" + h.ID)
}

// Invite asks an account into an organization. It fails with fault.AlreadyExists where it has been asked already.
func (g *Registry) Invite(tx store.Tx, o *Organization, h Handshake) (Handshake, error) {
	earlier, err := g.HandshakesOf(tx, h.Account, o.ID)
	if err != nil {
		return h, err
	}
	if slices.ContainsFunc(earlier, func(e Handshake) bool { return e.State == Open }) {
		return h, fault.New(fault.AlreadyExists, "A handshake with the same action and target already exists.")
	}
	h.ID, h.Org, h.Management, h.State = "h-"+g.ids.Lower(10), o.ID, o.Management, Open
	h.Requested = g.clock.Now().Truncate(time.Second)
	h.Expires = h.Requested.Add(invitationTime)
	return h, handshakes.Create(tx, h)
}

// Handshake returns a handshake by id, or fault.NotFound.
func (g *Registry) Handshake(r store.Reader, id string) (Handshake, error) {
	h, err := handshakes.Get(r, store.Key(id))
	if fault.Is(err, fault.NotFound) {
		return h, fault.New(fault.NotFound, "There is no handshake %s.", id)
	}
	return g.aged(h), err
}

// aged is a handshake as its age makes it.
func (g *Registry) aged(h Handshake) Handshake {
	if h.State == Open && !g.clock.Now().Before(h.Expires) {
		h.State = Expired
	}
	return h
}

// HandshakesOf are the handshakes of an account, by id; of one organization where it is named.
func (g *Registry) HandshakesOf(r store.Reader, account, org string) ([]Handshake, error) {
	all, err := collect(handshakes.ScanIndex(r, "account", store.Range{Prefix: store.Key(account)}))
	all = slices.DeleteFunc(all, func(h Handshake) bool { return org != "" && h.Org != org })
	for i := range all {
		all[i] = g.aged(all[i])
	}
	return all, err
}

// Handshakes are those of an organization, by id.
func (g *Registry) Handshakes(r store.Reader, o *Organization) ([]Handshake, error) {
	all, err := collect(handshakes.ScanIndex(r, "organization", store.Range{Prefix: store.Key(o.ID)}))
	for i := range all {
		all[i] = g.aged(all[i])
	}
	return all, err
}

// Settle ends an open handshake in a state. It fails with fault.Conflict for one that has ended.
func (g *Registry) Settle(tx store.Tx, h Handshake, state State) (Handshake, error) {
	if h.State != Open {
		return h, fault.New(fault.Conflict, "The specified handshake is already in the requested state or has ended: %s.", h.State)
	}
	h.State = state
	return h, handshakes.Put(tx, h)
}

func (g *Registry) forgetHandshakes(tx store.Tx, o *Organization) error {
	all, err := g.Handshakes(tx, o)
	if err != nil {
		return err
	}
	for _, h := range all {
		if err := handshakes.Delete(tx, store.Key(h.ID)); err != nil {
			return err
		}
	}
	return nil
}
