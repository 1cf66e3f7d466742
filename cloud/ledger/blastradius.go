package ledger

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/identity"
	"interlaken/policy"
	"interlaken/policy/glob"
	"interlaken/service"
	"interlaken/wire/interlaken"
)

// The three leaks of a chain, which are told apart (SECURITY S25).
const (
	scopedSession = "scopedSession" // a session of the first role, scoped to one second role
	baseRole      = "baseRole"      // the first role's own credentials, or the right to assume it
	wholeAccount  = "wholeAccount"  // any principal of an account whose root is trusted
)

// blastRadius says what each of three leaks around a role of the caller's account reaches: as the role in which a chain
// ends, by what it trusts, and as the one in which a chain begins, by what it may assume. It reads the role's documents, so
// it takes the leave to read them.
func (l *ledger) blastRadius() service.Operation {
	return service.Define("BlastRadius", func(c *service.Call, in *interlaken.BlastRadiusInput) ([]service.Check, error) {
		role := aws.ToString(in.RoleArn)
		checks := []service.Check{{Action: "interlaken:BlastRadius", Resource: arn.Make("interlaken", "", c.Account(), "decision")}}
		account := ""
		if a, err := arn.Parse(role); err == nil {
			account = a.Account
		}
		for _, action := range []string{"iam:GetRole", "iam:GetRolePolicy"} {
			checks = append(checks, service.Check{Action: action, Resource: role, Account: account})
		}
		return checks, nil
	}, func(c *service.Call, in *interlaken.BlastRadiusInput) (*interlaken.BlastRadiusOutput, error) {
		a, err := arn.Parse(*in.RoleArn)
		if err != nil || a.Type() != "role" {
			return nil, fault.New(fault.Validation, "%s is not the ARN of a role.", *in.RoleArn)
		}
		role, err := l.directory.Role(c.Tx, a.Account, a.LastName())
		if err == nil && role.ARN() != *in.RoleArn {
			err = fault.New(fault.NotFound, "There is no role %s.", *in.RoleArn)
		}
		if err != nil {
			return nil, err
		}
		out := &interlaken.BlastRadiusOutput{Leaks: []interlaken.Leak{}, Notes: []string{}}
		trusted, err := l.trustedBy(c, role)
		if err != nil {
			return nil, err
		}
		out.Leaks = append(out.Leaks, asEnd(role, trusted)...)
		begins, notes, err := l.mayAssume(c, role)
		if err != nil {
			return nil, err
		}
		out.Notes = append(out.Notes, notes...)
		if len(begins) > 0 {
			out.Leaks = append(out.Leaks, asBeginning(role, begins, trusted)...)
		}
		return out, nil
	}, service.Reads)
}

// trustee is whom a role trusts, and under which conditions.
type trustee struct {
	name  string // an ARN, a service's name, or *
	needs []string
}

func (l *ledger) trustedBy(c *service.Call, role identity.Role) ([]trustee, error) {
	document, err := policy.Parse(policy.Trust, []byte(role.Trust))
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "A stored trust policy cannot be read.")
	}
	var all []trustee
	for i := range document.Statement {
		s := &document.Statement[i]
		if s.Principal == nil || !letsAssume(s) {
			continue
		}
		names := slices.Concat(s.Principal.AWS, s.Principal.Service, s.Principal.Federated)
		if s.Principal.Everyone {
			names = append(names, "*")
		}
		for _, name := range names {
			bound, ok, err := l.directory.ARNOf(c.Tx, name)
			if err != nil {
				return nil, err
			}
			if ok {
				name = bound
			}
			all = append(all, trustee{name, conditions(s.Condition)})
		}
	}
	return all, nil
}

// letsAssume reports whether a statement allows sts:AssumeRole, as far as its Effect and actions say.
func letsAssume(s *policy.Statement) bool {
	if len(s.NotAction) > 0 {
		return s.Effect == policy.Allow && !glob.AnyFolds(s.NotAction, "sts:AssumeRole")
	}
	return s.Effect == policy.Allow && glob.AnyFolds(s.Action, "sts:AssumeRole")
}

// conditions are those of a statement, one a line.
func conditions(c policy.Condition) []string {
	all := []string{}
	for operator, keys := range c {
		for key, values := range keys {
			all = append(all, key+" "+operator+" "+strings.Join(values, ", "))
		}
	}
	slices.Sort(all)
	return all
}

// mayAssume are the roles that a role's own policies let it assume, as they name them. Denials and boundaries are not taken
// off: it is the most that a leak can reach. Notes say which policies the caller may not read.
func (l *ledger) mayAssume(c *service.Call, role identity.Role) (all []interlaken.Reach, notes []string, err error) {
	docs, err := l.directory.Documents(c.Tx, identity.Principal{Kind: identity.AssumedRole, Account: role.Account, Name: role.Name, RoleID: role.ID})
	if err != nil {
		return nil, nil, err
	}
	for _, p := range docs.Identity {
		ok, err := l.mayRead(c, p.Source())
		if err != nil {
			return nil, nil, err
		}
		if !ok {
			notes = append(notes, "The policy "+p.Source().Name+" is left out: you may not read it.")
			continue
		}
		d := p.Document()
		for i := range d.Statement {
			s := &d.Statement[i]
			if !letsAssume(s) {
				continue
			}
			for _, resource := range s.Resource {
				all = append(all, interlaken.Reach{Arn: aws.String(resource), Conditions: conditions(s.Condition)})
			}
			if len(s.NotResource) > 0 {
				all = append(all, interlaken.Reach{Arn: aws.String("every role but " + strings.Join(s.NotResource, ", ")), Conditions: conditions(s.Condition)})
			}
		}
	}
	return all, notes, nil
}

// asEnd are the leaks of a chain that ends in the role. Of what else the trusted ones reach their account knows.
func asEnd(role identity.Role, trusted []trustee) []interlaken.Leak {
	var leaks []interlaken.Leak
	self := func(t trustee) []interlaken.Reach {
		return []interlaken.Reach{{Arn: aws.String(role.ARN()), Conditions: t.needs}}
	}
	for _, t := range trusted {
		a, err := arn.Parse(t.name)
		whole := t.name == "*" || err == nil && t.name == arn.Root(a.Account)
		if !whole && (err != nil || strings.HasSuffix(a.Type(), "-provider")) {
			continue // a service or an identity provider, which is no link of a chain
		}
		holder := t.name
		if whole {
			leaks = append(leaks, interlaken.Leak{
				Kind: aws.String(wholeAccount), Holder: &holder, Open: aws.Bool(true), Reaches: self(t),
				Says: aws.String("The trust names the whole account, so whoever there is let to assume roles reaches this one. An ExternalId is no secret and stops nobody who may choose it."),
			})
			continue
		}
		leaks = append(leaks,
			interlaken.Leak{
				Kind: aws.String(scopedSession), Holder: &holder, Open: aws.Bool(true), Reaches: self(t),
				Says: aws.String("A session that was scoped to this role reaches this role, for an hour at most behind a chain, and nothing else."),
			},
			interlaken.Leak{
				Kind: aws.String(baseRole), Holder: &holder, Open: aws.Bool(true), Reaches: self(t),
				Says: aws.String("Whoever holds that role, or may assume it, reaches this one and every other that trusts it: neither the scope of sessions nor the ExternalId takes anything away."),
			},
			interlaken.Leak{
				Kind: aws.String(wholeAccount), Holder: aws.String(arn.Root(a.Account)), Open: aws.Bool(false), Reaches: []interlaken.Reach{},
				Says: aws.String("The trust names one principal, so others of that account do not reach this role."),
			})
	}
	return leaks
}

// asBeginning are the leaks of chains that begin in the role.
func asBeginning(role identity.Role, reaches []interlaken.Reach, trusted []trustee) []interlaken.Leak {
	holder := role.ARN()
	says := "A session of it that was scoped to one of these roles reaches that one alone."
	if len(reaches) == 1 {
		says = "A session of it that was scoped to this role reaches it alone."
	}
	leaks := []interlaken.Leak{
		{Kind: aws.String(scopedSession), Holder: &holder, Open: aws.Bool(true), Reaches: reaches, Says: &says},
		{
			Kind: aws.String(baseRole), Holder: &holder, Open: aws.Bool(true), Reaches: reaches,
			Says: aws.String("Its own credentials, and whoever may assume it, reach all of these: whoever holds them chooses the ExternalId and needs no scope."),
		},
	}
	for _, t := range trusted {
		if a, err := arn.Parse(t.name); t.name == "*" || err == nil && t.name == arn.Root(a.Account) {
			name := t.name
			leaks = append(leaks, interlaken.Leak{
				Kind: aws.String(wholeAccount), Holder: &name, Open: aws.Bool(true), Reaches: reaches,
				Says: aws.String("Its trust names a whole account, so whoever there is let to assume roles reaches all of these by it."),
			})
		}
	}
	return leaks
}
