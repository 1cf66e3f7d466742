// Package repair finds the smallest change after which a refused request is allowed: a value that is added to or taken
// from one element before an element, an element before a statement, and never a wildcard. A change is an edit of one
// document, or of the request where the caller chooses what it lacks, such as the ExternalId. Whether anybody should make
// it is for people to say.
//
// It is pure and decides with package policy, so that what it proposes has been tried. cloud/ledger, cli and hub may import
// it; it imports policy.
package repair

import (
	"errors"

	"interlaken/policy"
)

// Change is one edit. In the order of a proposal, each is made after the ones before it.
type Change struct {
	// Document is the one to edit; of a New one, Kind and Account are set.
	Document policy.Source `json:"document,omitzero"`
	Level    int           `json:"level,omitempty"` // of control policies: 0 is the organization's root
	New      bool          `json:"new,omitempty"`   // there is no such document yet
	// Statement is the index of the statement to edit, or of the new one.
	Statement int    `json:"statement"`
	Sid       string `json:"sid,omitempty"`
	Line      int    `json:"line,omitempty"` // where the statement stands; 0 where it is unknown
	// Element is what of it changes: "Action", "Principal.AWS", "Condition StringEquals aws:SourceAccount", and so on;
	// "Statement" where a whole one is added or taken out; "Request" where the request has to carry a condition key.
	Element string   `json:"element"`
	Add     []string `json:"add,omitempty"`
	Remove  []string `json:"remove,omitempty"`
	// Whole is the statement that is added or taken out.
	Whole *policy.Statement `json:"whole,omitempty"`
	Key   string            `json:"key,omitempty"` // of the request
}

// The elements of changes that are no element of a statement.
const (
	WholeStatement = "Statement"
	OfRequest      = "Request"
)

// ErrNotUnderstood is the answer for a request whose refusal hangs on what is not understood: nothing can be said of it.
var ErrNotUnderstood = errors.New("the refusal hangs on an element that is not understood")

// errNoWay is the answer where nothing that is tried helps, as for a caller who is nobody.
var errNoWay = errors.New("no change of a document or of the request would allow it")

// mostSteps bounds the changes of a proposal; a request can meet a denial and a missing allow in each layer.
const mostSteps = 24

// Propose returns the changes after which the request is allowed, none for one that is. Every key of the request that is
// not in its context counts as absent.
func Propose(request *policy.Request, set *policy.Set) ([]Change, error) {
	at := state{request: *request, set: *set}
	at.request.Known = nil
	var changes []Change
	for range mostSteps {
		verdict := policy.Decide(&at.request, &at.set)
		if verdict.Allowed {
			return changes, nil
		}
		var options []option
		switch verdict.Outcome {
		case policy.ExplicitDeny:
			options = at.againstDeny()
		case policy.ImplicitDeny:
			options = at.forAllow(verdict.DecidedBy)
		default:
			return nil, ErrNotUnderstood
		}
		best := -1
		for i := range options {
			if (best < 0 || options[i].cost < options[best].cost) && options[i].helps() {
				best = i
			}
		}
		if best < 0 {
			return nil, errNoWay
		}
		at = options[best].after
		changes = append(changes, options[best].change)
	}
	return nil, errNoWay
}

// Apply makes changes and returns the request and the documents after them.
func Apply(request *policy.Request, set *policy.Set, changes []Change) (*policy.Request, *policy.Set, error) {
	at := state{request: *request, set: *set}
	for i := range changes {
		after, err := at.apply(&changes[i])
		if err != nil {
			return nil, nil, err
		}
		at = after
	}
	return &at.request, &at.set, nil
}

// option is a change that may be the next.
type option struct {
	cost   int
	change Change
	after  state
	helps  func() bool
}

// The costs of changes: the fewest elements, and of those that which opens least.
const (
	costRequest   = 1
	costValue     = 2
	costElement   = 6
	costStatement = 12
	costDocument  = 15
	costTakeOut   = 30
)
