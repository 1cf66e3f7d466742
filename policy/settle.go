package policy

// layers are the allows of each policy type that was asked.
type layers struct {
	rcp, scp, resource, identity, boundary, session allows
}

// certain and possible are the two readings of allows: with statements that match, and with those that may match.
func (a allows) certain() grant  { return a.sure }
func (a allows) possible() grant { return a.maybe }

// situation is what decides how the layers combine.
type situation struct {
	resourceSideOnly bool
	root             bool
	sameAccount      bool
	resourceKind     Kind
}

// settle combines the layers where no deny matches. It returns the kind whose allow sufficed, or the first whose
// allow is missing.
//
// Within one account the rule for a session of role R is
// (identity ∩ boundary ∩ session) ∪ (resource naming R ∩ boundary ∩ session) ∪ resource naming the session,
// and a trust or key policy takes the first term away unless it delegates to the account. Across accounts the
// caller's side and the resource's side must both allow, whatever the resource's policy names.
func (s situation) settle(l *layers, read func(allows) grant) (allowed bool, by Kind) {
	resource := read(l.resource)
	identity := read(l.identity) != noGrant
	switch {
	case read(l.rcp) == noGrant:
		return false, RCP
	case s.resourceSideOnly:
		return resource != noGrant, s.resourceKind
	case read(l.scp) == noGrant:
		return false, SCP
	}
	byIdentity := Identity
	if s.root {
		byIdentity = ""
	}
	limits := func() (bool, Kind) {
		if read(l.boundary) == noGrant {
			return false, Boundary
		}
		return read(l.session) != noGrant, Session
	}
	if !s.sameAccount {
		if !identity {
			return false, Identity
		}
		if ok, kind := limits(); !ok {
			return false, kind
		}
		return resource != noGrant, s.resourceKind
	}
	by = byIdentity
	switch {
	case resource == toCaller:
		return true, s.resourceKind
	case s.resourceKind.exclusive() && resource == noGrant:
		return false, s.resourceKind
	case resource == toIssuer:
		by = s.resourceKind
	case !identity:
		return false, Identity
	}
	if ok, kind := limits(); !ok {
		return false, kind
	}
	return true, by
}
