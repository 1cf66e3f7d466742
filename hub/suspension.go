package hub

import (
	"fmt"
	"strings"
	"time"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// Suspended is the code of whatever is refused because the owner of an account has suspended it.
const Suspended fault.Code = "Suspended"

// Suspension is the owner's switch turned off: for a data source, for a person, for a person on a data source, or, where
// it names neither, for everybody and everything of the account. It stays until it is ended, also through restarts.
type Suspension struct {
	ID      string `json:"id"`
	Hub     string `json:"hub"`     // the hub account
	Account string `json:"account"` // whose data it is
	// DataSourceARN is "" for every data source, Person for everybody.
	DataSourceARN string `json:"dataSourceArn,omitempty"`
	Person        string `json:"person,omitempty"` // ARN of a hub user
	// CopiesOnly lets the account be asked, and stops what is kept in memory of it: reading it, and making it
	// (SECURITY S13).
	CopiesOnly bool   `json:"copiesOnly,omitempty"`
	Reason     string `json:"reason"`
	// By is who turned the switch: an ARN, which the account's owners and administrators get to see.
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// PersonName is the name of the person who is suspended; "" for everybody.
func (s Suspension) PersonName() string {
	_, inNamespace, _ := strings.Cut(s.Person, ":user/")
	_, name, _ := strings.Cut(inNamespace, "/")
	return name
}

// Stops reports whether the suspension stops a person on a data source.
func (s Suspension) Stops(source *DataSource, person Person) bool {
	return !s.CopiesOnly && s.names(source, person)
}

// StopsCopies reports whether the suspension stops what is kept in memory of a data source, for a person.
func (s Suspension) StopsCopies(source *DataSource, person Person) bool {
	return s.names(source, person)
}

func (s Suspension) names(source *DataSource, person Person) bool {
	return s.Account == source.Athena.Account() && s.Hub == source.Account &&
		(s.DataSourceARN == "" || s.DataSourceARN == source.ARN()) && (s.Person == "" || s.Person == person.ARN)
}

var suspensions = store.Collection[Suspension]{
	Table: "hub.suspension", Schema: 1,
	Key: func(s *Suspension) string { return store.Key(s.Hub, s.Account, s.ID) },
}

const (
	mostReason = 200
	// MostSuspensions is how many suspensions of one account may be in force at once.
	MostSuspensions = 1000
)

// Suspend puts a suspension into force. What it names is not looked up: a person may be suspended before the hub knows
// of one, so that nobody learns here who is a user.
func Suspend(tx store.Tx, s Suspension) error {
	if err := checkText("Reason", s.Reason, 1, mostReason); err != nil {
		return err
	}
	if s.Person != "" && !isUserARN(s.Person, s.Hub) {
		return fault.New(fault.Validation, "PersonArn is %q; it has to be the ARN of a user of the hub account %s.", s.Person, s.Hub)
	}
	all, err := Suspensions(tx, s.Hub, s.Account)
	if err != nil {
		return err
	}
	if len(all) >= MostSuspensions {
		return fault.New(fault.Limit, "The account has %d suspensions in force; it may have %d. Suspend a whole data source, or everything.", len(all), MostSuspensions)
	}
	for _, known := range all {
		if known.DataSourceARN == s.DataSourceARN && known.Person == s.Person && known.CopiesOnly == s.CopiesOnly {
			return fault.New(fault.AlreadyExists, "The same is suspended already, by %s. Resume that one first to give another reason.", known.ID)
		}
	}
	return suspensions.Create(tx, s)
}

// Resume ends a suspension and returns it, or fault.NotFound.
func Resume(tx store.Tx, hubAccount, account, suspensionID string) (Suspension, error) {
	key := store.Key(hubAccount, account, suspensionID)
	s, err := suspensions.Get(tx, key)
	if err != nil {
		return s, named(err, "Suspension", suspensionID)
	}
	return s, suspensions.Delete(tx, key)
}

// Suspensions are those of an account that are in force, in no particular order.
func Suspensions(r store.Reader, hubAccount, account string) ([]Suspension, error) {
	return values(suspensions.Scan(r, store.Range{Prefix: store.Key(hubAccount, account)}))
}

// CheckSuspended refuses, with the code Suspended, what an account's owner has suspended for a person on a data source.
// The error says in two sentences who suspended what and why, and whom to ask.
func CheckSuspended(r store.Reader, source *DataSource, person Person) error {
	return checkSuspended(r, source, func(s Suspension) bool { return s.Stops(source, person) })
}

// CheckCopies is CheckSuspended for what is kept in memory of a data source, and for reading it into memory.
func CheckCopies(r store.Reader, source *DataSource, person Person) error {
	return checkSuspended(r, source, func(s Suspension) bool { return s.StopsCopies(source, person) })
}

func checkSuspended(r store.Reader, source *DataSource, stops func(Suspension) bool) error {
	account := source.Athena.Account()
	if account == "" {
		return nil
	}
	all, err := Suspensions(r, source.Account, account)
	if err != nil {
		return err
	}
	for _, s := range all {
		if !stops(s) {
			continue
		}
		spoke, err := GetSpoke(r, source.Account, account)
		if err != nil {
			return err
		}
		return fault.New(Suspended, "%s", s.sentences(spoke)).With("Account", account)
	}
	return nil
}

func (s Suspension) sentences(spoke Spoke) string {
	what := "all reading of its data"
	switch {
	case s.CopiesOnly && s.DataSourceARN != "":
		what = "copies in memory of this data source"
	case s.CopiesOnly:
		what = "copies of its data in memory"
	case s.Person != "" && s.DataSourceARN != "":
		what = "your access to this data source"
	case s.Person != "":
		what = "your access to its data"
	case s.DataSourceARN != "":
		what = "this data source"
	}
	return fmt.Sprintf("%s has suspended %s: %s. Ask %s.", spoke.Subject(), what, strings.TrimSuffix(s.Reason, "."), spoke.Ask())
}

// isUserARN reports whether a text is the ARN that a user of a hub account has, whether or not there is one.
func isUserARN(text, hubAccount string) bool {
	a, err := arn.Parse(text)
	return err == nil && a.Service == "quicksight" && a.Account == hubAccount && a.Type() == "user" && strings.Count(a.Name(), "/") >= 1
}
