package policy

import "interlaken/fault"

// Parse reads a document of the kind. It refuses text that is not one JSON object, repeated and unknown elements,
// empty lists, and elements that the kind must not have or lacks; the error is MalformedPolicyDocument with line and
// column. What AWS refuses beyond structure (a resource that is no ARN, an unknown condition operator) is read, so
// that it can be shown and explained: see Policy.Validate and the outcome Unsupported.
// Parse sets no bound on size; see CheckSize.
func Parse(kind Kind, src []byte) (*Document, error) {
	root, err := readTree(src)
	if err != nil {
		return nil, err
	}
	if root.shape != object {
		return nil, malformed(root.at, "Syntax errors in policy: a policy is a JSON object.")
	}
	document := &Document{}
	var list *node
	for i, name := range root.names {
		item := &root.items[i]
		switch name {
		case "Version":
			document.Version, err = item.string(name)
			if err == nil && document.Version != Version2012 && document.Version != Version2008 {
				err = malformed(item.at, versionMessage)
			}
		case "Id":
			document.ID, err = item.string(name)
		case "Statement":
			list = item
			err = document.parseStatements(item)
		default:
			err = malformed(root.nameAts[i], "Syntax errors in policy: unknown element %q.", name)
		}
		if err != nil {
			return nil, err
		}
	}
	if list == nil {
		return nil, malformed(root.at, "Syntax errors in policy: Statement is missing.")
	}
	if err := document.check(kind); err != nil {
		return nil, err
	}
	return document, nil
}

func (d *Document) parseStatements(n *node) error {
	items := n.items
	switch n.shape {
	case object:
		items = []node{*n}
	case array:
		if len(items) == 0 {
			return malformed(n.at, "Syntax errors in policy: Statement is empty.")
		}
	default:
		return malformed(n.at, "Syntax errors in policy: Statement is an object or an array of objects.")
	}
	for i := range items {
		s, err := parseStatement(&items[i])
		if err != nil {
			return err
		}
		d.Statement = append(d.Statement, s)
	}
	return nil
}

func parseStatement(n *node) (Statement, error) {
	s := Statement{At: n.at}
	if n.shape != object {
		return s, malformed(n.at, "Syntax errors in policy: a statement is an object.")
	}
	for i, name := range n.names {
		item, err := &n.items[i], error(nil)
		switch name {
		case "Sid":
			s.Sid, err = item.string(name)
		case "Effect":
			var effect string
			effect, err = item.string(name)
			if s.Effect = Effect(effect); err == nil && s.Effect != Allow && s.Effect != Deny {
				err = malformed(item.at, "Invalid effect: %s.", effect)
			}
		case "Principal":
			s.Principal, err = item.principals(name)
		case "NotPrincipal":
			s.NotPrincipal, err = item.principals(name)
		case "Action":
			s.Action, err = item.list(name)
		case "NotAction":
			s.NotAction, err = item.list(name)
		case "Resource":
			s.Resource, err = item.list(name)
		case "NotResource":
			s.NotResource, err = item.list(name)
		case "Condition":
			s.Condition, err = item.condition()
		default:
			err = malformed(n.nameAts[i], "Syntax errors in policy: unknown element %q.", name)
		}
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

func (n *node) string(name string) (string, error) {
	if n.shape != text {
		return "", malformed(n.at, "Syntax errors in policy: %s is a string.", name)
	}
	return n.value, nil
}

// list reads a string or a non-empty array of strings.
func (n *node) list(name string) (Values, error) {
	items, err := n.members(name)
	if err != nil {
		return nil, err
	}
	values := make(Values, 0, len(items))
	for i := range items {
		if items[i].shape != text {
			return nil, malformed(items[i].at, "Syntax errors in policy: %s is a string or an array of strings.", name)
		}
		values = append(values, items[i].value)
	}
	return values, nil
}

// members returns an array's items, or the node itself as the only one.
func (n *node) members(name string) ([]node, error) {
	if n.shape != array {
		return []node{*n}, nil
	}
	if len(n.items) == 0 {
		return nil, malformed(n.at, "Syntax errors in policy: %s is empty.", name)
	}
	return n.items, nil
}

func (n *node) principals(name string) (*Principals, error) {
	if n.shape == text {
		if n.value != "*" {
			return nil, malformed(n.at, "Invalid principal in policy: %q.", n.value)
		}
		return &Principals{Everyone: true}, nil
	}
	if n.shape != object || len(n.items) == 0 {
		return nil, malformed(n.at, `Syntax errors in policy: %s is "*" or an object with at least one member.`, name)
	}
	p := &Principals{}
	for i, kind := range n.names {
		values, err := n.items[i].list(name + "." + kind)
		if err != nil {
			return nil, err
		}
		switch kind {
		case "AWS":
			p.AWS = values
		case "Service":
			p.Service = values
		case "Federated":
			p.Federated = values
		case "CanonicalUser":
			p.CanonicalUser = values
		default:
			return nil, malformed(n.nameAts[i], "Invalid principal in policy: unknown type %q.", kind)
		}
	}
	return p, nil
}

// condition reads operator → key → values. Numbers and booleans stand for their text.
func (n *node) condition() (Condition, error) {
	if n.shape != object {
		return nil, malformed(n.at, "Syntax errors in policy: Condition is an object.")
	}
	condition := Condition{}
	for i, operator := range n.names {
		keys := &n.items[i]
		if keys.shape != object {
			return nil, malformed(keys.at, "Syntax errors in policy: the condition operator %s holds an object of condition keys.", operator)
		}
		condition[operator] = map[string]Values{}
		for j, key := range keys.names {
			items, err := keys.items[j].members(key)
			if err != nil {
				return nil, err
			}
			values := make(Values, 0, len(items))
			for k := range items {
				if items[k].shape != text && items[k].shape != scalar {
					return nil, malformed(items[k].at, "Syntax errors in policy: the value of condition key %s is a string, number or boolean.", key)
				}
				values = append(values, items[k].value)
			}
			condition[operator][key] = values
		}
	}
	return condition, nil
}

// Size counts the characters that AWS counts against a quota: white space is free in policies attached to
// identities and roles (User Guide, "IAM and AWS STS quotas"), and counts in all others.
func Size(kind Kind, src []byte) int {
	n := 0
	for _, r := range string(src) {
		switch {
		case (kind == Identity || kind == Boundary || kind == Trust) && (r == ' ' || r == '\t' || r == '\n' || r == '\r'):
		default:
			n++
		}
	}
	return n
}

// CheckSize refuses a document over limit characters with IAM's code LimitExceeded. The caller knows the limit: it
// hangs on the kind, on what the policy is attached to and on the account's quotas.
func CheckSize(kind Kind, src []byte, limit int) error {
	if Size(kind, src) <= limit {
		return nil
	}
	quota := "PolicySize"
	if kind == Trust {
		quota = "ACLSizePerRole"
	}
	return fault.New("LimitExceeded", "Cannot exceed quota for %s: %d", quota, limit)
}
