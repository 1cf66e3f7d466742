package policy_test

import (
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"interlaken/policy"
)

// What follows is a second evaluator, which reads as the IAM User Guide does ("Policy evaluation logic", "IAM JSON policy
// element reference") and is never made fast. It knows documents whose every element is understood.

// naiveDocument is a document with what it is attached to.
type naiveDocument struct {
	kind  policy.Kind
	level int
	*policy.Document
}

// naiveDecide returns the outcome, the kind that decided, and of each document the statements that match, in the order in
// which they were given.
func naiveDecide(r *policy.Request, documents []naiveDocument) (outcome policy.Outcome, by policy.Kind, matched [][]int) {
	p := &r.Principal
	belongs := p.Kind != policy.ServicePrincipal && p.Kind != policy.IdentityProvider && p.Kind != policy.AnonymousIdentity
	matched = make([][]int, len(documents))
	var denies []policy.Kind
	strongest := map[policy.Kind]int{} // of allows, how strongly they name the caller; 3 where they name nobody
	scpLevels, rcpLevels := map[int]bool{}, map[int]bool{}
	for i, d := range documents {
		if !belongs && d.kind != policy.RCP && !d.kind.OnResource() {
			continue // policies of a principal say nothing of who is none
		}
		if d.kind == policy.SCP {
			scpLevels[d.level] = scpLevels[d.level] || false
		}
		if d.kind == policy.RCP {
			rcpLevels[d.level] = rcpLevels[d.level] || false
		}
		for j := range d.Statement {
			s := &d.Statement[j]
			named := naivePrincipal(s, p, d.kind)
			if named == 0 || !naiveAction(s, r.Action) || !naiveResource(s, r, d.Version) || !naiveConditions(s, r, d.Version) {
				continue
			}
			matched[i] = append(matched[i], j)
			switch {
			case s.Effect == policy.Deny:
				denies = append(denies, d.kind)
			case d.kind == policy.SCP:
				scpLevels[d.level] = true
			case d.kind == policy.RCP:
				rcpLevels[d.level] = true
			default:
				strongest[d.kind] = max(strongest[d.kind], named)
			}
		}
	}
	// An explicit deny in any policy is final.
	for _, kind := range []policy.Kind{policy.RCP, policy.SCP, policy.Resource, policy.Trust, policy.Key, policy.Identity, policy.Boundary, policy.Session} {
		for _, d := range denies {
			if d == kind {
				return policy.ExplicitDeny, kind, matched
			}
		}
	}
	has := func(kind policy.Kind) bool {
		for _, d := range documents {
			if d.kind == kind {
				return true
			}
		}
		return false
	}
	resourceKind := policy.Resource
	for _, kind := range []policy.Kind{policy.Trust, policy.Key} {
		if has(kind) {
			resourceKind = kind
		}
	}
	// Each level of the organization has to allow.
	for _, allowed := range rcpLevels {
		if !allowed {
			return policy.ImplicitDeny, policy.RCP, matched
		}
	}
	byResource := strongest[resourceKind]
	if !belongs {
		return naiveOutcome(byResource > 0), resourceKind, matched
	}
	for _, allowed := range scpLevels {
		if !allowed {
			return policy.ImplicitDeny, policy.SCP, matched
		}
	}
	byIdentity, identityKind := strongest[policy.Identity] > 0, policy.Identity
	if p.Kind == policy.RootUser { // may do everything in its account
		byIdentity, identityKind = true, ""
	}
	withinBoundary := !has(policy.Boundary) || strongest[policy.Boundary] > 0
	withinSession := strongest[policy.Session] > 0 || !has(policy.Session) && p.Kind != policy.FederatedUser
	limited := func(kind policy.Kind) (policy.Outcome, policy.Kind, [][]int) {
		switch {
		case !withinBoundary:
			return policy.ImplicitDeny, policy.Boundary, matched
		case !withinSession:
			return policy.ImplicitDeny, policy.Session, matched
		}
		return policy.Allowed, kind, matched
	}
	if r.ResourceAccount != p.Account {
		// Across accounts both sides have to allow.
		if !byIdentity {
			return policy.ImplicitDeny, policy.Identity, matched
		}
		if outcome, by, _ := limited(""); outcome != policy.Allowed {
			return outcome, by, matched
		}
		return naiveOutcome(byResource > 0), resourceKind, matched
	}
	switch {
	case byResource == 3: // the caller itself is named, or everybody: no policy of the caller's limits it
		return policy.Allowed, resourceKind, matched
	case resourceKind != policy.Resource && byResource == 0: // without its trust policy nobody has a role, nor a key
		return policy.ImplicitDeny, resourceKind, matched
	case byResource == 2: // the role behind the session is named
		return limited(resourceKind)
	case !byIdentity:
		return policy.ImplicitDeny, policy.Identity, matched
	}
	return limited(identityKind)
}

func naiveOutcome(allowed bool) policy.Outcome {
	if allowed {
		return policy.Allowed
	}
	return policy.ImplicitDeny
}

// naivePrincipal is how a statement names the caller: 0 not, 1 by account, 2 by the role or user behind the session, 3
// itself, as everybody, or not at all because the document names nobody.
func naivePrincipal(s *policy.Statement, p *policy.Principal, kind policy.Kind) int {
	if !kind.OnResource() {
		return 3
	}
	list := s.Principal
	if s.NotPrincipal != nil {
		list = s.NotPrincipal
	}
	account, issuer, itself := false, false, list.Everyone
	belongs := p.Account != ""
	for _, name := range list.AWS {
		switch {
		case name == "*":
			itself = true
		case name == p.Account || name == "arn:aws:iam::"+p.Account+":root":
			account = account || belongs
			itself = itself || belongs && p.Kind == policy.RootUser
		case name == p.ARN && belongs, name == p.ID && name != "":
			itself = true
		case name == p.IssuerARN && name != "", name == p.IssuerID && name != "":
			issuer = true
		}
	}
	for _, name := range list.Service {
		itself = itself || p.Kind == policy.ServicePrincipal && name == p.ARN
	}
	for _, name := range list.Federated {
		itself = itself || p.Kind == policy.IdentityProvider && name == p.ARN
	}
	if s.NotPrincipal != nil {
		// Spared is who is named together with the account and, for a session, the role.
		everybody := list.Everyone
		for _, name := range list.AWS {
			everybody = everybody || name == "*"
		}
		spared := itself
		switch p.Kind {
		case policy.UserPrincipal:
			spared = itself && account
		case policy.RoleSession, policy.FederatedUser:
			spared = itself && issuer && account
		}
		if everybody || spared {
			return 0
		}
		return 3
	}
	switch {
	case itself:
		return 3
	case issuer:
		return 2
	case account:
		return 1
	}
	return 0
}

var naivePatterns sync.Map

// naiveMatch is a regular expression with "*" and "?" as IAM has them.
func naiveMatch(pattern, text string, fold bool) bool {
	key := pattern
	if fold {
		key = "(?i)" + pattern
	}
	compiled, ok := naivePatterns.Load(key)
	if !ok {
		source := "(?s)^" + strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(regexp.QuoteMeta(pattern)) + "$"
		if fold {
			source = "(?i)" + source
		}
		compiled = regexp.MustCompile(source)
		naivePatterns.Store(key, compiled)
	}
	return compiled.(*regexp.Regexp).MatchString(text)
}

func naiveAction(s *policy.Statement, action string) bool {
	fits := func(list []string) bool {
		for _, pattern := range list {
			if naiveMatch(pattern, action, true) {
				return true
			}
		}
		return false
	}
	if len(s.NotAction) > 0 {
		return !fits(s.NotAction)
	}
	return fits(s.Action)
}

// naiveFilled puts the values of policy variables in; ok is false where one has none. What they stand for is text: its
// wildcards become letters that no pattern has.
func naiveFilled(pattern, version string, r *policy.Request) (filled string, ok bool) {
	if version != policy.Version2012 {
		return pattern, true
	}
	for {
		start := strings.Index(pattern, "${")
		if start < 0 {
			return pattern, true
		}
		end := start + strings.IndexByte(pattern[start:], '}')
		inner := pattern[start+2 : end]
		value := ""
		switch inner {
		case "*", "?", "$":
			value = naiveText(inner)
		default:
			key, fallback, has := strings.Cut(inner, ",")
			values, present := r.Context.Get(strings.TrimSpace(key))
			switch {
			case present && len(values) == 1:
				value = naiveText(values[0])
			case has && len(values) == 0:
				value = naiveText(strings.Trim(strings.TrimSpace(fallback), "'"))
			default:
				return "", false
			}
		}
		pattern = pattern[:start] + value + pattern[end+1:]
	}
}

var naiveLetters = strings.NewReplacer("*", "\x01", "?", "\x02", "$", "\x03", ":", "\x04")

func naiveText(s string) string { return naiveLetters.Replace(s) }

// naiveARN compares part by part, which is why a wildcard does not cross a colon before the sixth part.
func naiveARN(pattern, text string) bool {
	want, have := strings.SplitN(pattern, ":", 6), strings.SplitN(text, ":", 6)
	if len(have) < 6 || have[0] != "arn" {
		return false
	}
	for len(want) < 6 {
		want = append(want, "*")
	}
	for i := range want {
		part := naiveLetters.Replace(have[i])
		if i == 5 {
			part = have[i]
		}
		if !naiveMatch(strings.ReplaceAll(want[i], "\x04", ":"), part, false) && !naiveMatch(want[i], naiveLetters.Replace(have[i]), false) {
			return false
		}
	}
	return true
}

func naiveResource(s *policy.Statement, r *policy.Request, version string) bool {
	if len(s.Resource)+len(s.NotResource) == 0 {
		return true
	}
	fits := func(list []string) bool {
		for _, pattern := range list {
			if pattern == "*" {
				return true
			}
			if filled, ok := naiveFilled(pattern, version, r); ok && naiveARN(filled, r.Resource) {
				return true
			}
		}
		return false
	}
	if len(s.NotResource) > 0 {
		return !fits(s.NotResource)
	}
	return fits(s.Resource)
}

func naiveConditions(s *policy.Statement, r *policy.Request, version string) bool {
	for operator, keys := range s.Condition {
		for key, values := range keys {
			if !naiveCondition(operator, key, values, r, version) {
				return false
			}
		}
	}
	return true
}

func naiveCondition(operator, key string, values []string, r *policy.Request, version string) bool {
	have, present := r.Context.Get(key)
	all, any := strings.CutPrefix(operator, "ForAllValues:")
	operator = all
	forAll := any
	operator, forAny := strings.CutPrefix(operator, "ForAnyValue:")
	operator, ifExists := strings.CutSuffix(operator, "IfExists")
	if operator == "Null" {
		for _, v := range values {
			if (v == "true") == (!present || len(have) == 0) {
				return true
			}
		}
		return false
	}
	if !present && ifExists {
		return true
	}
	positive := strings.Replace(operator, "Not", "", 1)
	negated := positive != operator
	holds := func(value string) bool {
		fits := false
		for _, v := range values {
			if filled, ok := naiveFilled(v, version, r); ok || !naiveHasVariables(positive) {
				if !naiveHasVariables(positive) {
					filled = v
				}
				fits = fits || naiveFits(positive, filled, value)
			}
		}
		return fits != negated
	}
	switch {
	case forAll:
		for _, value := range have {
			if !holds(value) {
				return false
			}
		}
		return true
	case forAny:
		for _, value := range have {
			if holds(value) {
				return true
			}
		}
		return false
	case len(have) == 0:
		return negated
	}
	return holds(have[0])
}

// naiveHasVariables reports whether policy variables work in an operator's values.
func naiveHasVariables(positive string) bool {
	return strings.HasPrefix(positive, "String") || strings.HasPrefix(positive, "Arn") || positive == "Bool"
}

func naiveFits(operator, want, have string) bool {
	text := naiveLetters.Replace(have)
	plain := naiveLetters.Replace(want)
	switch operator {
	case "StringEquals":
		return plain == text
	case "StringEqualsIgnoreCase":
		return strings.EqualFold(plain, text)
	case "StringLike":
		return naiveMatch(strings.NewReplacer("$", "\x03", ":", "\x04").Replace(want), text, false)
	case "ArnLike", "ArnEquals":
		return naiveARN(want, have)
	case "Bool":
		return strings.EqualFold(want, have)
	case "BinaryEquals":
		return want == have
	case "IpAddress":
		network, err := netip.ParsePrefix(want)
		if err != nil {
			return want == have
		}
		address, err := netip.ParseAddr(have)
		return err == nil && network.Contains(address)
	}
	a, b := naiveNumber(have), naiveNumber(want)
	if strings.HasPrefix(operator, "Date") {
		a, b = naiveDate(have), naiveDate(want)
	}
	switch strings.TrimPrefix(strings.TrimPrefix(operator, "Numeric"), "Date") {
	case "Equals":
		return a == b
	case "LessThan":
		return a < b
	case "LessThanEquals":
		return a <= b
	case "GreaterThan":
		return a > b
	case "GreaterThanEquals":
		return a >= b
	}
	panic(fmt.Sprintf("no operator %q", operator))
}

func naiveNumber(text string) float64 {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return -1 << 60
	}
	return n
}

func naiveDate(text string) float64 {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return naiveNumber(text)
	}
	return float64(at.Unix())
}
