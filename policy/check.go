package policy

const versionMessage = "The policy must contain a valid version string: " + Version2012 + " or " + Version2008 + "."

// check holds the structural rules of a kind: which elements a statement must, may and must not have (User Guide,
// "IAM JSON policy element reference"; Organizations User Guide, "SCP syntax" and "RCP syntax").
func (d *Document) check(kind Kind) error {
	if !kind.known() {
		return malformed(Position{}, "There is no policy of kind %q.", string(kind))
	}
	switch d.Version {
	case "", Version2008, Version2012:
	default:
		return malformed(Position{}, versionMessage)
	}
	if len(d.Statement) == 0 {
		return malformed(Position{}, "Syntax errors in policy: Statement is empty.")
	}
	for i := range d.Statement {
		if err := d.Statement[i].check(kind); err != nil {
			return err
		}
	}
	return nil
}

func (s *Statement) check(kind Kind) error {
	switch {
	case s.Effect != Allow && s.Effect != Deny:
		return malformed(s.At, "Syntax errors in policy: Effect is Allow or Deny.")
	case len(s.Action) > 0 && len(s.NotAction) > 0:
		return malformed(s.At, "Syntax errors in policy: a statement has Action or NotAction, not both.")
	case len(s.Action)+len(s.NotAction) == 0:
		return malformed(s.At, "Policy statement must contain actions.")
	case len(s.Resource) > 0 && len(s.NotResource) > 0:
		return malformed(s.At, "Syntax errors in policy: a statement has Resource or NotResource, not both.")
	case s.Principal != nil && s.NotPrincipal != nil:
		return malformed(s.At, "Syntax errors in policy: a statement has Principal or NotPrincipal, not both.")
	}
	for _, list := range [...]Values{s.Action, s.NotAction} {
		for _, action := range list {
			if !validAction(action) {
				return malformed(s.At, "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.: %q.", action)
			}
		}
	}
	for operator, keys := range s.Condition {
		for key, values := range keys {
			if len(values) == 0 {
				return malformed(s.At, "Syntax errors in policy: %s of %s is empty.", key, operator)
			}
		}
	}
	if err := s.checkPrincipal(kind); err != nil {
		return err
	}
	resources := len(s.Resource) + len(s.NotResource)
	switch {
	case kind == Trust && resources > 0:
		return malformed(s.At, "Has prohibited field Resource.")
	case !kind.OnResource() && resources == 0, kind == RCP && resources == 0:
		return malformed(s.At, "Policy statement must contain resources.")
	case kind == RCP && len(s.NotAction) > 0:
		return malformed(s.At, "A resource control policy has no NotAction.")
	}
	return nil
}

func (s *Statement) checkPrincipal(kind Kind) error {
	switch {
	case !kind.OnResource() && (s.Principal != nil || s.NotPrincipal != nil):
		return malformed(s.At, "Policy document should not specify a principal.")
	case kind.OnResource() && s.Principal == nil && s.NotPrincipal == nil:
		return malformed(s.At, "Missing required field Principal.")
	case (kind == Trust || kind == RCP) && s.NotPrincipal != nil:
		return malformed(s.At, "Has prohibited field NotPrincipal.")
	}
	for _, p := range [...]*Principals{s.Principal, s.NotPrincipal} {
		if p == nil {
			continue
		}
		named := len(p.AWS) + len(p.Service) + len(p.Federated) + len(p.CanonicalUser)
		if p.Everyone == (named > 0) {
			return malformed(s.At, `Syntax errors in policy: Principal is "*" or names at least one principal.`)
		}
		if kind == RCP && !p.Everyone {
			return malformed(s.At, `The Principal of a resource control policy is "*".`)
		}
	}
	return nil
}

// validAction reports whether an action pattern is "*" or vendor:name with a vendor that is spelled out. Wildcards
// stand in the name only.
func validAction(action string) bool {
	if action == "*" {
		return true
	}
	for i := range len(action) {
		switch c := action[i]; {
		case c == ':':
			return i > 0 && validActionName(action[i+1:])
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-':
		default:
			return false
		}
	}
	return false
}

func validActionName(name string) bool {
	for i := range len(name) {
		if c := name[i]; c <= ' ' || c >= 0x7f || c == ':' {
			return false
		}
	}
	return name != ""
}
