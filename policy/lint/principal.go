package lint

import (
	"slices"
	"strings"

	"interlaken/policy"
)

func (s *statement) principals() {
	if s.allows() && s.NotPrincipal != nil {
		s.add(SecurityWarning, "ALLOW_WITH_NOT_PRINCIPAL", "NotPrincipal", "Allow with NotPrincipal allows everybody else, anonymous callers included.")
	}
	if s.Principal == nil {
		return
	}
	everyone := s.Principal.Everyone || slices.Contains(s.Principal.AWS, "*")
	if everyone && s.allows() && len(s.Condition) == 0 && s.kind != policy.RCP {
		s.add(SecurityWarning, "ALLOWS_EVERYBODY", "Principal", "Everybody is allowed, in every account. Name the principals, or ask for aws:PrincipalOrgID or aws:PrincipalArn.")
	}
	for i, name := range s.Principal.Service {
		if !strings.HasSuffix(name, ".amazonaws.com") && !strings.HasSuffix(name, ".amazonaws.com.cn") && !strings.HasSuffix(name, ".amazon.com") {
			s.add(Warning, "INVALID_SERVICE_PRINCIPAL_FORMAT", item("Principal.Service", i), "%q is not the name of a service principal, such as quicksight.amazonaws.com.", name)
		}
	}
	if len(s.Principal.Service) > 0 && s.allows() && !s.has("aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceOrgPaths") && s.kind != policy.Key {
		s.add(SecurityWarning, "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", "Principal.Service", "The service may be asked by any of its customers. Ask for aws:SourceAccount or aws:SourceArn.")
	}
	if len(s.Principal.CanonicalUser) > 0 && s.kind != policy.Resource {
		s.add(Error, "INVALID_PRINCIPAL_KEY", "Principal.CanonicalUser", "Bucket policies alone name canonical users.")
	}
}

// has reports whether some condition of the statement asks for one of the keys.
func (s *statement) has(names ...string) bool {
	for _, keys := range s.Condition {
		for key := range keys {
			if slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, key) }) {
				return true
			}
		}
	}
	return false
}
