package lint

import (
	"slices"
	"strings"

	"interlaken/arn"
	"interlaken/policy"
	"interlaken/policy/glob"
)

// passRole finds a service that may be given any role (Access Analyzer policy check reference, "Security warnings").
func (s *statement) passRole() {
	if !s.allows() || s.kind.OnResource() || !glob.AnyFolds(s.Action, "iam:PassRole") || slices.Contains(s.Action, "*") {
		return
	}
	wild := slices.ContainsFunc(s.Resource, func(r string) bool {
		return glob.ARN(r).Covers(glob.ARN("arn:aws:iam::*:role/*")) || r == "*"
	})
	switch star := !slices.ContainsFunc(s.Action, func(a string) bool { return strings.EqualFold(a, "iam:PassRole") }); {
	case len(s.NotResource) > 0 && star:
		s.add(SecurityWarning, "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", "NotResource", "A wildcard of Action takes in iam:PassRole, of every role but those listed. List the roles.")
	case len(s.NotResource) > 0:
		s.add(SecurityWarning, "PASS_ROLE_WITH_NOT_RESOURCE", "NotResource", "iam:PassRole is allowed of every role but those listed. List the roles.")
	case wild && star:
		s.add(SecurityWarning, "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", "Resource", "A wildcard of Action takes in iam:PassRole, of every role. Name the roles.")
	case wild:
		s.add(SecurityWarning, "PASS_ROLE_WITH_STAR_IN_RESOURCE", "Resource", "iam:PassRole is allowed of every role. Name the roles.")
	}
	if !s.has("iam:PassedToService") && slices.ContainsFunc(s.Action, func(a string) bool { return strings.EqualFold(a, "iam:PassRole") }) {
		s.add(Suggestion, "PASS_ROLE_WITHOUT_SERVICE", "Action", "The role may be passed to every service. Ask for iam:PassedToService, such as quicksight.amazonaws.com.")
	}
}

// trust finds a door that is wider than the chain needs: an account instead of a role, any ExternalId or a pattern of one
// (IAM User Guide, "The confused deputy problem"); and a caller's side that may assume any role.
func (s *statement) trust() {
	if !s.allows() {
		return
	}
	if s.kind == policy.Identity && glob.AnyFolds(s.Action, "sts:AssumeRole") && !slices.Contains(s.Action, "*") && slices.Contains(s.Resource, "*") {
		s.add(SecurityWarning, "ASSUME_ROLE_WITH_STAR_IN_RESOURCE", "Resource", "Every role that trusts this account may be assumed. Name the roles.")
	}
	if s.kind != policy.Trust || !glob.AnyFolds(s.Action, "sts:AssumeRole") || s.Principal == nil {
		return
	}
	for i, name := range s.Principal.AWS {
		if a, err := arn.Parse(name); arn.IsAccount(name) || err == nil && name == arn.Root(a.Account) {
			s.add(Suggestion, "TRUST_NAMES_ACCOUNT", item("Principal.AWS", i), "Everybody whom that account allows is trusted. Name the one role, and deleting it ends the trust.")
		}
	}
	if len(s.Principal.AWS) > 0 && !s.has("sts:ExternalId") && !s.has("aws:PrincipalOrgID", "aws:PrincipalOrgPaths") {
		s.add(SecurityWarning, "TRUST_WITHOUT_EXTERNAL_ID", "Principal", "Whoever may use the trusted principal reaches this role on anybody's behalf. Between accounts of different owners, ask for sts:ExternalId.")
	}
	for operator, keys := range s.Condition {
		for key, values := range keys {
			if !strings.EqualFold(key, "sts:ExternalId") {
				continue
			}
			for i, v := range values {
				if strings.Contains(operator, "Like") && strings.ContainsAny(variableText.ReplaceAllString(v, ""), "*?") {
					s.add(SecurityWarning, "EXTERNAL_ID_PATTERN", item("Condition."+operator+"."+key, i), "Every ExternalId that fits %q opens this role: each data source of the hub, made by whomever. StringEquals with the one data source's ARN opens it to that one.", v)
				}
			}
		}
	}
}
