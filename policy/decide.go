package policy

import (
	"strings"

	"interlaken/arn"
)

// Request is one action on one resource. A call that touches several resources is several requests.
type Request struct {
	Principal Principal
	Action    string // service:Name; case does not matter
	Resource  string // an ARN, or "*" for an action that names none
	// ResourceAccount owns the resource. Empty means the account in the ARN; for "*" and for what AWS itself owns,
	// the caller's. It has to be set where the ARN has no account (S3).
	ResourceAccount string
	// Context holds the condition keys. Decide fills in none.
	Context Context
	// Known are the keys that are absent when Context lacks them. A key that is neither in Context nor in Known is
	// one that the caller of Decide cannot supply, and what hangs on it is Unsupported. Nil means every key: the
	// Context is complete.
	Known *Keys
	// ResourceInManagementAccount: no RCP binds the resources of the account that manages an organization.
	ResourceInManagementAccount bool
}

// Set is what applies to a request, gathered by the caller of Decide. Documents are asked in the order RCPs, SCPs,
// Resource, Identity, Boundary, Session, lists as they stand.
type Set struct {
	Identity []*Policy // of the user and its groups, or of the role; of the user behind a federated session
	// Resource is the policy of the resource. Its kind matters: without an allow of a Trust or Key policy, identity
	// policies allow nothing.
	Resource *Policy
	Boundary *Policy // nil: none is set
	// Session are the policies passed when the session was made. None leaves a role session its role's permissions,
	// and a federated user nothing but what resources grant it (STS API, GetFederationToken).
	Session []*Policy
	// SCPs of the principal's account, a list for each level from the root to the account. No levels: the account is
	// in no organization.
	SCPs [][]*Policy
	// RCPs of the resource's account, likewise, where the service supports them.
	RCPs [][]*Policy
}

// Outcome is what a decision came to.
type Outcome string

const (
	Allowed        Outcome = "allowed"
	ImplicitDeny   Outcome = "implicitDeny" // nothing allows
	ExplicitDeny   Outcome = "explicitDeny" // a deny statement matches
	NotUnderstood  Outcome = "unsupported"  // refused, because an element that decides is not understood here
	assumeRolePart         = "sts:assumerole"
)

// Verdict is a decision. The zero value denies.
type Verdict struct {
	Allowed bool    `json:"allowed"`
	Outcome Outcome `json:"outcome"`
	// DecidedBy is the kind of policy that decided: the one that denies, the one whose allow is missing, or the one
	// whose allow sufficed. Where several do, it is the first in the order of Set. Empty when the request itself was
	// not understood, and for what the root user may do in its own account.
	DecidedBy Kind `json:"decidedBy,omitempty"`
}

// Decide gives the verdict (User Guide, "Policy evaluation logic" and "Cross-account policy evaluation logic"). It
// may be called concurrently and allocates nothing.
func Decide(request *Request, set *Set) Verdict {
	e := evaluation{request: request}
	return e.decide(set)
}

func (e *evaluation) decide(set *Set) Verdict {
	request := e.request
	caller := &request.Principal
	e.resource, e.isARN = splitARN(request.Resource)
	owner, ok := e.owner()
	if !ok || caller.Kind == NoPrincipal || caller.ARN == "" && caller.Kind != AnonymousIdentity ||
		!caller.resourceSideOnly() && !arn.IsAccount(caller.Account) {
		return Verdict{Outcome: NotUnderstood}
	}
	var layers layers
	if request.ResourceInManagementAccount || caller.ServiceLinkedRole {
		layers.rcp = e.exempt(set.RCPs)
	} else {
		layers.rcp = e.levels(set.RCPs)
	}
	everything := allows{toCaller, toCaller}
	if caller.resourceSideOnly() {
		layers.resource = e.policy(set.Resource, 0)
	} else {
		if caller.ManagementAccount || caller.ServiceLinkedRole {
			layers.scp = e.exempt(set.SCPs)
		} else {
			layers.scp = e.levels(set.SCPs)
		}
		layers.resource = e.policy(set.Resource, 0)
		layers.identity = e.policies(set.Identity, 0)
		if caller.Kind == RootUser { // may do everything in its account that no control policy and no deny forbids
			layers.identity = everything
		}
		layers.boundary = everything
		if set.Boundary != nil {
			layers.boundary = e.policy(set.Boundary, 0)
		}
		layers.session = e.policies(set.Session, 0)
		if len(set.Session) == 0 && caller.Kind != FederatedUser {
			layers.session = everything
		}
	}
	if e.denied != "" {
		return Verdict{Outcome: ExplicitDeny, DecidedBy: e.denied}
	}
	if e.maybeDenied != "" {
		return Verdict{Outcome: NotUnderstood, DecidedBy: e.maybeDenied}
	}
	situation := situation{
		resourceSideOnly: caller.resourceSideOnly(),
		root:             caller.Kind == RootUser,
		sameAccount:      caller.Account == owner,
		resourceKind:     e.resourceKind(set),
	}
	allowed, by := situation.settle(&layers, allows.certain)
	if allowed {
		return Verdict{Allowed: true, Outcome: Allowed, DecidedBy: by}
	}
	if possibly, _ := situation.settle(&layers, allows.possible); possibly {
		return Verdict{Outcome: NotUnderstood, DecidedBy: by}
	}
	return Verdict{Outcome: ImplicitDeny, DecidedBy: by}
}

// exempt records control policies that do not bind this request.
func (e *evaluation) exempt(levels [][]*Policy) allows {
	for i, list := range levels {
		for _, p := range list {
			e.recorder.exempt(p, i)
		}
	}
	return allows{toCaller, toCaller}
}

// owner is the account of the resource; ok is false where it cannot be told.
func (e *evaluation) owner() (account string, ok bool) {
	request := e.request
	if request.ResourceAccount != "" {
		return request.ResourceAccount, arn.IsAccount(request.ResourceAccount)
	}
	switch {
	case request.Resource == "*", e.isARN && e.resource[4] == "aws":
		return request.Principal.Account, true
	case e.isARN && arn.IsAccount(e.resource[4]):
		return e.resource[4], true
	}
	return "", false
}

// resourceKind is the kind of the resource's policy. A role always has a trust policy, so assuming one for which
// none was gathered is refused as if it were empty.
func (e *evaluation) resourceKind(set *Set) Kind {
	action := e.request.Action
	switch {
	case set.Resource != nil:
		return set.Resource.source.Kind
	case len(action) >= len(assumeRolePart) && strings.EqualFold(action[:len(assumeRolePart)], assumeRolePart):
		return Trust
	}
	return Resource
}
