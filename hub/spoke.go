package hub

import (
	"slices"
	"strings"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// Spoke is an account that owns data, as an administrator of the hub has named it.
type Spoke struct {
	Hub     string `json:"hub"` // the hub account
	Account string `json:"account"`
	Name    string `json:"name"`
	// Contact is whom a refused reader is told to ask.
	Contact string `json:"contact,omitempty"`
	// Owners are the ARNs of hub users who hold the account's switch by an administrator's grant (SECURITY S14).
	Owners []string `json:"owners,omitempty"`
}

var spokes = store.Collection[Spoke]{
	Table: "hub.spoke", Schema: 1,
	Key: func(s *Spoke) string { return store.Key(s.Hub, s.Account) },
}

// The bounds of a spoke's texts, in characters.
const (
	longestSpokeName    = 64
	longestSpokeContact = 200
	mostSpokeOwners     = 50
)

// PutSpoke names an account and says who owns it, in place of what was said before. Owners have to be users of the hub.
func PutSpoke(tx store.Tx, s Spoke) error {
	switch {
	case !arn.IsAccount(s.Account) || s.Account == s.Hub:
		return fault.New(fault.Validation, "%q is no account with data of its own: it has to be twelve digits, and not the hub's.", s.Account)
	case strings.TrimSpace(s.Name) == "" || len([]rune(s.Name)) > longestSpokeName:
		return fault.New(fault.Validation, "A spoke has a name of 1 to %d characters.", longestSpokeName)
	case len([]rune(s.Contact)) > longestSpokeContact:
		return fault.New(fault.Validation, "A spoke's contact has at most %d characters.", longestSpokeContact)
	case len(s.Owners) > mostSpokeOwners:
		return fault.New(fault.Limit, "A spoke has at most %d owners.", mostSpokeOwners)
	}
	for _, owner := range s.Owners {
		u, err := UserByARN(tx, s.Hub, owner)
		if err != nil {
			return err
		}
		if u == nil {
			return fault.New(fault.Validation, "The owner %s is no user of the hub.", owner)
		}
	}
	return spokes.Put(tx, s)
}

// UserByARN returns the user of an account with this ARN; nil where there is none.
func UserByARN(r store.Reader, account, text string) (*User, error) {
	a, err := arn.Parse(text)
	if err != nil || a.Service != "quicksight" || a.Account != account || a.Type() != "user" {
		return nil, nil
	}
	namespace, name, _ := strings.Cut(a.Name(), "/")
	u, err := GetUser(r, account, namespace, name)
	if fault.Is(err, fault.NotFound) || err == nil && u.ARN() != text {
		return nil, nil
	}
	return &u, err
}

// DeleteSpoke takes an account's name and its owners' grants away, or fails with fault.NotFound.
func DeleteSpoke(tx store.Tx, hub, account string) error {
	return named(spokes.Delete(tx, store.Key(hub, account)), "Spoke", account)
}

// GetSpoke returns an account as it was named; for one that was not, its number stands for the name.
func GetSpoke(r store.Reader, hub, account string) (Spoke, error) {
	s, err := spokes.Get(r, store.Key(hub, account))
	if fault.Is(err, fault.NotFound) {
		return Spoke{Hub: hub, Account: account, Name: account}, nil
	}
	return s, err
}

// Spokes lists the accounts that were named, by number.
func Spokes(r store.Reader, hub string) ([]Spoke, error) {
	return values(spokes.Scan(r, store.Range{Prefix: store.Key(hub)}))
}

// Ask is whom to ask about the account.
func (s Spoke) Ask() string {
	if s.Contact != "" {
		return s.Contact
	}
	return "the owner of account " + s.Account
}

// Owns reports whether a caller holds a spoke's switch: as a principal of the account itself, whose own policies have
// then been asked, or as a user whom an administrator has granted it (SECURITY S14).
func Owns(c Caller, s Spoke) bool {
	if c.IsZero() {
		return false
	}
	if c.Account() == s.Account {
		return true
	}
	return c.User != nil && c.Account() == s.Hub && slices.Contains(s.Owners, c.User.ARN())
}

// forgetOwner takes a user who is about to be deleted out of the owners of every spoke.
func forgetOwner(tx store.Tx, hub, user string) error {
	all, err := Spokes(tx, hub)
	if err != nil {
		return err
	}
	for _, s := range all {
		if !slices.Contains(s.Owners, user) {
			continue
		}
		s.Owners = slices.DeleteFunc(s.Owners, func(o string) bool { return o == user })
		if err := spokes.Put(tx, s); err != nil {
			return err
		}
	}
	return nil
}
