package ledger

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"interlaken/arn"
	"interlaken/identity"
	"interlaken/policy"
	"interlaken/policy/repair"
	"interlaken/service"
	"interlaken/wire/interlaken"
)

// longestChain is how many roles are followed behind one another.
const longestChain = 5

// everyPrincipal is larger than any quota of an account.
const everyPrincipal = 1 << 20

// whoCan lists who can do something: users and roles of the caller's account, and whoever can become one of these roles,
// chains of roles included. It reads everybody's policies, so it takes iam:GetAccountAuthorizationDetails, as the operation
// of AWS does that returns them all. Of what another account grants it says that its owner decides.
func (l *ledger) whoCan() service.Operation {
	return service.Define("WhoCan", func(c *service.Call, _ *interlaken.WhoCanInput) ([]service.Check, error) {
		return []service.Check{
			{Action: "interlaken:WhoCan", Resource: arn.Make("interlaken", "", c.Account(), "decision")},
			{Action: "iam:GetAccountAuthorizationDetails", Resource: "*"},
		}, nil
	}, func(c *service.Call, in *interlaken.WhoCanInput) (*interlaken.WhoCanOutput, error) {
		s := &search{ledger: l, call: c, seen: map[string]bool{}}
		if err := s.gather(); err != nil {
			return nil, err
		}
		if err := s.direct(in); err != nil {
			return nil, err
		}
		if err := s.chains(in.Context); err != nil {
			return nil, err
		}
		slices.SortStableFunc(s.found, func(a, b interlaken.CapablePrincipal) int {
			return cmp.Or(cmp.Compare(len(a.Via), len(b.Via)), strings.Compare(*a.Arn, *b.Arn))
		})
		return &interlaken.WhoCanOutput{Principals: append([]interlaken.CapablePrincipal{}, s.found...), Notes: append([]string{}, s.notes...)}, nil
	}, service.Reads)
}

// search looks for who can.
type search struct {
	*ledger
	call  *service.Call
	all   []identity.Principal
	roles map[string]identity.Role // by ARN
	found []interlaken.CapablePrincipal
	seen  map[string]bool // who is found already
	notes []string
	asked int // decisions so far
}

// explain asks policy, unless too much has been asked: the search runs in the store's transaction, for which others wait.
func (s *search) explain(p identity.Principal, check service.Check) (e service.Explained, ok bool, err error) {
	if s.asked >= s.mostDecisions {
		s.note(fmt.Sprintf("The search ended at %d decisions, the most that are made at once: there may be more who can.", s.mostDecisions))
		return e, false, nil
	}
	s.asked++
	e, err = s.call.Explain(p, check)
	return e, err == nil, err
}

// gather makes a principal of each user and role of the account.
func (s *search) gather() error {
	users, _, err := s.directory.Users(s.call.Tx, s.call.Account(), "", "", everyPrincipal)
	if err != nil {
		return err
	}
	for _, u := range users {
		s.all = append(s.all, identity.Principal{Kind: identity.User, Account: u.Account, ARN: u.ARN(), UniqueID: u.ID, Name: u.Name, Tags: u.Tags})
	}
	roles, _, err := s.directory.Roles(s.call.Tx, s.call.Account(), "", "", everyPrincipal)
	if err != nil {
		return err
	}
	s.roles = map[string]identity.Role{}
	for _, r := range roles {
		p, _, err := s.ledger.find(s.call, mustParse(r.ARN()))
		if err != nil {
			return err
		}
		s.roles[r.ARN()] = r
		s.all = append(s.all, p)
	}
	return nil
}

func mustParse(text string) arn.ARN {
	a, err := arn.Parse(text)
	if err != nil { // a record's own ARN is one
		panic(err)
	}
	return a
}

// nameOf is a principal's ARN: of a role session that stands for its role, the role's.
func nameOf(p identity.Principal) string { return cmp.Or(p.RoleARN, p.ARN) }

// direct finds those whose own policies allow it.
func (s *search) direct(in *interlaken.WhoCanInput) error {
	for _, p := range s.all {
		check, notes, err := s.check(s.call, p, &interlaken.ExplainDecisionInput{Action: in.Action, Resource: in.Resource, Context: in.Context})
		if err != nil {
			return err
		}
		s.note(notes...)
		e, asked, err := s.explain(p, check)
		if err != nil || !asked {
			return err
		}
		foreign := check.Account != "" && check.Account != p.Account
		ok, needs := can(e, foreign)
		if !ok {
			continue
		}
		outcome := string(policy.Allowed)
		if foreign {
			outcome = ownerDecides
		}
		s.add(nameOf(p), outcome, nil, needs)
	}
	return nil
}

func (s *search) note(sentences ...string) {
	for _, n := range sentences {
		if !slices.Contains(s.notes, n) {
			s.notes = append(s.notes, n)
		}
	}
}

func (s *search) add(name, outcome string, via, needs []string) {
	if !s.seen[name] {
		s.seen[name] = true
		s.found = append(s.found, interlaken.CapablePrincipal{Arn: &name, Outcome: &outcome, Via: append([]string{}, via...), Needs: append([]string{}, needs...)})
	}
}

// chains follows the roles that can to those who can become them.
func (s *search) chains(keys map[string][]string) error {
	for at := 0; at < len(s.found); at++ {
		next := s.found[at]
		role, ok := s.roles[*next.Arn]
		if !ok || len(next.Via) >= longestChain {
			continue
		}
		via := append([]string{*next.Arn}, next.Via...)
		for _, p := range s.all {
			if nameOf(p) == *next.Arn || s.seen[nameOf(p)] {
				continue
			}
			ok, needs, err := s.mayBecome(p, role, keys)
			if err != nil {
				return err
			}
			if ok {
				s.add(nameOf(p), *next.Outcome, via, append(needs, next.Needs...))
			}
		}
		if err := s.outsiders(role, via, next); err != nil {
			return err
		}
	}
	return nil
}

// mayBecome reports whether a principal of the account can assume a role of it, and what its request has to carry.
func (s *search) mayBecome(p identity.Principal, role identity.Role, keys map[string][]string) (ok bool, needs []string, err error) {
	e, asked, err := s.explain(p, service.Check{
		Action: "sts:AssumeRole", Resource: role.ARN(), Account: role.Account, Keys: keys, Policy: &service.ResourcePolicy{Name: "role trust policy", Document: role.Trust, Trust: true},
	})
	if err != nil || !asked {
		return false, nil, err
	}
	ok, needs = can(e, false)
	return ok, needs, nil
}

// can reports whether a request is allowed, or lacks only what whoever makes it may choose, which needs then says. Of a
// foreign resource its owner's side is left out.
func can(e service.Explained, foreign bool) (ok bool, needs []string) {
	if e.Verdict.Allowed || foreign && !ownSide(e.Verdict) {
		return true, nil
	}
	if e.Verdict.Outcome != policy.ImplicitDeny {
		return false, nil
	}
	changes, err := repair.Propose(e.Request, e.Set)
	if err != nil {
		return false, nil
	}
	for _, c := range changes {
		switch {
		case c.Element == repair.OfRequest:
			needs = append(needs, c.Key+" = "+strings.Join(c.Add, ", "))
		case !foreign || !c.Document.Kind.OnResource():
			return false, nil
		}
	}
	return true, needs
}

// outsiders are those whom a role's trust names and the account does not hold: accounts, their principals, services.
func (s *search) outsiders(role identity.Role, via []string, next interlaken.CapablePrincipal) error {
	trusted, err := s.trustedBy(s.call, role)
	if err != nil {
		return err
	}
	for _, t := range trusted {
		if a, err := arn.Parse(t.name); err == nil && a.Account == role.Account {
			continue // of this account, which has been asked
		}
		needs := slices.Clone(next.Needs)
		if len(t.needs) > 0 {
			needs = append(needs, "the conditions of the trust policy of "+role.Name)
		}
		s.add(t.name, ownerDecides, via, needs)
	}
	return nil
}
