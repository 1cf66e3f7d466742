package hub

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// Spoke is an account that owns data, as an administrator of the hub has named it. An account that nobody has named is
// a spoke all the same as soon as a data source leads to it.
type Spoke struct {
	Hub     string `json:"hub"` // the hub account
	Account string `json:"account"`
	Name    string `json:"name"`
	// Contact is whom a refused reader is told to ask, in a few words; "" where nobody has said.
	Contact string `json:"contact,omitempty"`
	// Owners are the ARNs of hub users who hold the account's switch by an administrator's grant (SECURITY S14).
	Owners []string `json:"owners,omitempty"`
}

// Title is how people are told of the account: its name with the number behind it, or the number alone.
func (s Spoke) Title() string {
	if s.Name == s.Account {
		return "account " + s.Account
	}
	return s.Name + " (account " + s.Account + ")"
}

// Subject is Title as a sentence begins with it. A name is written as it is.
func (s Spoke) Subject() string {
	if s.Name == s.Account {
		return "Account " + s.Account
	}
	return s.Title()
}

// Ask is whom people are told to ask about the account, in a few words.
func (s Spoke) Ask() string {
	if s.Contact != "" {
		return s.Contact
	}
	return "the owner of " + s.Title()
}

// IsOwner reports whether an administrator has given a caller of the hub account the account's switch.
func (s Spoke) IsOwner(c Caller) bool {
	return c.User != nil && c.User.Account == s.Hub && slices.Contains(s.Owners, c.User.ARN())
}

var spokes = store.Collection[Spoke]{
	Table: "hub.spoke", Schema: 1,
	Key: func(s *Spoke) string { return store.Key(s.Hub, s.Account) },
	Indexes: map[string]func(*Spoke) []string{
		"owner": func(s *Spoke) []string { return principalKeys(s.Owners) },
	},
}

// Bounds of what is said of a spoke.
const (
	longestSpokeName    = 64
	longestSpokeContact = 200
	mostSpokeOwners     = 50
)

// PutSpoke names an account. Every owner has to be a user of the hub account as it stands.
func PutSpoke(tx store.Tx, s Spoke) error {
	if !arn.IsAccount(s.Account) {
		return fault.New(fault.Validation, "AccountId is %q; it has to be twelve digits.", s.Account)
	}
	if err := checkText("Name", s.Name, 1, longestSpokeName); err != nil {
		return err
	}
	if err := checkText("Contact", s.Contact, 0, longestSpokeContact); err != nil {
		return err
	}
	if n := len(s.Owners); n > mostSpokeOwners {
		return fault.New(fault.Limit, "The account has %d owners; it may have %d.", n, mostSpokeOwners)
	}
	for _, owner := range s.Owners {
		if _, err := GetUserByARN(tx, s.Hub, owner); err != nil {
			return err
		}
	}
	slices.Sort(s.Owners)
	s.Owners = slices.Compact(s.Owners)
	return spokes.Put(tx, s)
}

// GetSpoke returns what is said of an account; where nothing is, its number stands for the name.
func GetSpoke(r store.Reader, hubAccount, account string) (Spoke, error) {
	s, err := spokes.Get(r, store.Key(hubAccount, account))
	if fault.Is(err, fault.NotFound) {
		return Spoke{Hub: hubAccount, Account: account, Name: account}, nil
	}
	return s, err
}

// DeleteSpoke takes an account's name and its owners' grants away, or fails with fault.NotFound. Its suspensions stay.
func DeleteSpoke(tx store.Tx, hubAccount, account string) error {
	return named(spokes.Delete(tx, store.Key(hubAccount, account)), "Spoke", account)
}

// Spokes are the accounts that have been named and those to which a data source leads that keep accepts (nil: every
// one), by number.
func Spokes(r store.Reader, hubAccount string, keep func(*DataSource) bool) ([]Spoke, error) {
	all, err := values(spokes.Scan(r, store.Range{Prefix: store.Key(hubAccount)}))
	if err != nil {
		return nil, err
	}
	for item, err := range dataSources.Scan(r, store.Range{Prefix: store.Key(hubAccount)}) {
		if err != nil {
			return nil, err
		}
		account := item.Value.Athena.Account()
		known := slices.ContainsFunc(all, func(s Spoke) bool { return s.Account == account })
		if account != "" && !known && (keep == nil || keep(&item.Value)) {
			all = append(all, Spoke{Hub: hubAccount, Account: account, Name: account})
		}
	}
	slices.SortFunc(all, func(a, b Spoke) int {
		if a.Account < b.Account {
			return -1
		}
		return 1
	})
	return all, nil
}

// SourcesOf are the data sources of a hub account, in every Region, that lead to an account.
func SourcesOf(r store.Reader, hubAccount, account string) ([]DataSource, error) {
	var found []DataSource
	for item, err := range dataSources.Scan(r, store.Range{Prefix: store.Key(hubAccount)}) {
		if err != nil {
			return nil, err
		}
		if item.Value.Athena.Account() == account {
			found = append(found, item.Value)
		}
	}
	return found, nil
}

// disown takes a user who is about to be deleted out of the owners of every account.
func disown(tx store.Tx, principal string) error {
	owned, err := values(spokes.ScanIndex(tx, "owner", store.Range{Prefix: store.Key(principal)}))
	if err != nil {
		return err
	}
	for _, s := range owned {
		s.Owners = slices.DeleteFunc(s.Owners, func(owner string) bool { return owner == principal })
		if err := spokes.Put(tx, s); err != nil {
			return err
		}
	}
	return nil
}

// checkText holds a text of a person to one line of least to most characters that print.
func checkText(name, text string, least, most int) error {
	if n := utf8.RuneCountInString(text); n < least || n > most {
		return fault.New(fault.Validation, "%s has %d characters; it may have %d to %d.", name, n, least, most)
	}
	for _, c := range text {
		if !unicode.IsPrint(c) {
			return fault.New(fault.Validation, "%s holds the character U+%04X; it has to be one line of text.", name, c)
		}
	}
	return nil
}
