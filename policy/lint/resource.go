package lint

import (
	"slices"
	"strings"

	"interlaken/arn"
	"interlaken/policy/glob"
	"interlaken/policy/reference"
)

func (s *statement) resources() {
	for name, values := range s.list("Resource", "NotResource") {
		for i, v := range values {
			s.resource(item(name, i), v)
		}
		s.redundant("REDUNDANT_RESOURCE", name, values, glob.ARN)
	}
	if s.allows() && len(s.NotResource) > 0 {
		s.add(SecurityWarning, "ALLOW_WITH_NOT_RESOURCE", "NotResource", "Allow with NotResource allows the actions on every other resource, those that are yet to be made included. List what is allowed.")
	}
	sound := !slices.ContainsFunc(s.Resource, func(r string) bool { return r != "*" && !strings.HasPrefix(r, "arn:") })
	if s.allows() && len(s.Resource) > 0 && len(s.Action) > 0 && sound {
		s.effective()
	}
}

func (s *statement) resource(path, resource string) {
	if resource == "*" {
		return
	}
	fields := strings.SplitN(resource, ":", 6)
	if fields[0] != "arn" || len(fields) < 3 {
		return // said as a problem
	}
	if len(fields) < 6 {
		s.add(Error, "MISSING_ARN_FIELD", path, "An ARN has six parts between colons; %q has %d, and the missing ones count as \"*\".", resource, len(fields))
		return
	}
	if p := fields[1]; !strings.ContainsAny(p, "*?$") && p != "aws" && p != "aws-cn" && p != "aws-us-gov" {
		s.add(Error, "INVALID_PARTITION", path, "AWS has no partition %q.", p)
	}
	if service := fields[2]; !strings.ContainsAny(service, "*?$") && !reference.Exists(service) {
		s.add(Warning, "INVALID_SERVICE_IN_ARN", path, "AWS has no service %q.", service)
	}
	if account := fields[4]; account != "" && !strings.ContainsAny(account, "*?$") && account != "aws" && account != "cloudfront" && !arn.IsAccount(account) {
		s.add(Error, "INVALID_ARN_ACCOUNT", path, "%q is not an account: it has to be twelve digits.", account)
	}
}

// effective finds actions of a statement that none of its resources fits, and resources that none of its actions is for:
// neither ever takes effect (Service Authorization Reference, "Resource types").
func (s *statement) effective() {
	patterns := make([]glob.Pattern, len(s.Resource))
	used := make([]bool, len(s.Resource))
	for i, r := range s.Resource {
		if strings.Contains(r, "${") {
			r = variableText.ReplaceAllString(r, "*")
		}
		patterns[i] = glob.ARN(r)
	}
	whole := true // all actions are known, so that a resource that is not used is for none
	for i, pattern := range s.Action {
		actions := matching(pattern)
		if len(actions) == 0 {
			whole = false
			continue
		}
		effective := false
		for _, a := range actions {
			for j := range s.Resource {
				if s.Resource[j] == "*" || a.Takes(patterns[j]) {
					used[j], effective = true, true
				}
			}
		}
		if effective || slices.Contains(legacy, actions[0].FullName()) { // of a legacy action more has been said
			continue
		}
		if slices.ContainsFunc(actions, func(a *reference.Action) bool { return len(a.ResourceTypes) > 0 }) {
			s.add(Warning, "RESOURCE_NEVER_FITS", item("Action", i), "%s takes effect on none of the statement's resources: it is for %s.", pattern, forms(actions))
		} else {
			s.add(Warning, "RESOURCE_NEVER_FITS", item("Action", i), "%s names no resource and takes effect in a statement with the resource \"*\" only.", pattern)
		}
	}
	for j := range s.Resource {
		if whole && !used[j] {
			s.add(Warning, "ACTION_NEVER_FITS", item("Resource", j), "None of the statement's actions is for %s.", s.Resource[j])
		}
	}
}

// forms lists the forms of ARNs that some actions are for.
func forms(actions []*reference.Action) string {
	var all []string
	for _, a := range actions {
		all = append(all, a.ARNs()...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	const most = 3
	if len(all) > most {
		all = append(all[:most], "others")
	}
	return strings.Join(all, ", ")
}
