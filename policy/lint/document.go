package lint

import (
	"strings"

	"interlaken/policy"
)

// quotas are in characters as policy.Size counts them (IAM User Guide, "IAM and AWS STS quotas"; Organizations User Guide,
// "Quotas"; S3 User Guide, "Bucket policies"). An inline policy's is what a managed policy may have, which is the least
// that matters to whoever wants to attach it.
var quotas = map[policy.Kind]struct {
	most int
	what string
}{
	policy.Identity: {6144, "a managed policy"},
	policy.Boundary: {6144, "a managed policy"},
	policy.Trust:    {2048, "a role's trust policy, unless its quota was raised"},
	policy.Session:  {2048, "session policies together"},
	policy.SCP:      {5120, "a service control policy"},
	policy.RCP:      {5120, "a resource control policy"},
	policy.Resource: {20480, "a bucket policy"},
}

func (c *check) size(src []byte) {
	quota, ok := quotas[c.kind]
	if size := policy.Size(c.kind, src); ok && size > quota.most {
		c.add(Warning, "POLICY_SIZE_EXCEEDS_QUOTA", "", "The document has %d characters that count; %s may have %d.", size, quota.what, quota.most)
	}
}

func (c *check) version() {
	switch c.document.Version {
	case "":
		c.add(Warning, "MISSING_VERSION", "", "Without Version the document is of %s, in which policy variables are plain text. Say %q.", policy.Version2008, policy.Version2012)
	case policy.Version2012:
		return
	}
	for i := range c.document.Statement {
		s := &statement{Statement: &c.document.Statement[i], check: c, path: item("Statement", i)}
		for name, values := range s.list("Resource", "NotResource") {
			for j, v := range values {
				s.variable(item(name, j), v)
			}
		}
		for operator, keys := range s.Condition {
			for key, values := range keys {
				for j, v := range values {
					s.variable(item("Condition."+operator+"."+key, j), v)
				}
			}
		}
	}
}

// variable reports what would be a policy variable in a later version.
func (s *statement) variable(path, value string) {
	if strings.Contains(value, "${") {
		s.add(Error, "VARIABLE_UNSUPPORTED_IN_VERSION", path, "Policy variables work in version %s only: here %q is plain text.", policy.Version2012, value)
	}
}

// problems are elements that the compiler could give no meaning.
func (c *check) problems(problems []policy.Problem) {
	for _, p := range problems {
		path := item("Statement", p.Statement) + "." + strings.ReplaceAll(p.Element, " ", ".")
		if _, ok := c.places[path]; !ok {
			path = item("Statement", p.Statement)
		}
		c.add(Error, problemCode(p), path, "%s: %s.", p.Element, p.Text)
	}
}

// problemCode is AWS's code of what the compiler found.
func problemCode(p policy.Problem) string {
	switch element, _, _ := strings.Cut(p.Element, " "); {
	case element == "Resource" || element == "NotResource":
		return "INVALID_ARN_RESOURCE"
	case strings.Contains(p.Text, "deny statements only"):
		return "UNSUPPORTED_ELEMENT"
	case element == "Principal" || element == "NotPrincipal":
		if strings.Contains(p.Text, "wildcard") {
			return "UNSUPPORTED_WILDCARD_IN_PRINCIPAL"
		}
		return "INVALID_PRINCIPAL_FORMAT"
	case strings.Contains(p.Text, "no such condition operator"):
		return "INVALID_CONDITION_OPERATOR"
	}
	return "DATA_TYPE_MISMATCH"
}

func (c *check) sids() {
	seen := map[string]bool{}
	for i := range c.document.Statement {
		s := &statement{Statement: &c.document.Statement[i], check: c, path: item("Statement", i)}
		if s.Sid == "" {
			continue
		}
		if c.kind != policy.Resource && c.kind != policy.Key && strings.ContainsFunc(s.Sid, func(r rune) bool {
			return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
		}) {
			s.add(Error, "UNSUPPORTED_SID", "Sid", "A Sid of an IAM policy has letters and digits only; %q has others.", s.Sid)
		}
		if seen[s.Sid] {
			s.add(Warning, "UNIQUE_SIDS_RECOMMENDED", "Sid", "The Sid %q stands twice; IAM refuses that.", s.Sid)
		}
		seen[s.Sid] = true
	}
}
