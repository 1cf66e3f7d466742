package policy

import "strings"

// arnParts are the six colon-separated parts of an ARN; the last may hold further colons.
type arnParts [6]string

// splitARN splits without allocating. ok is false for what does not have six parts or does not begin with "arn".
func splitARN(s string) (parts arnParts, ok bool) {
	for i := range 5 {
		head, rest, found := strings.Cut(s, ":")
		if !found {
			return parts, false
		}
		parts[i], s = head, rest
	}
	parts[5] = s
	return parts, parts[0] == "arn"
}

// arnPattern matches part by part, so that a wildcard never crosses a colon before the sixth part.
type arnPattern struct {
	everything bool // the bare "*", which also fits a request without an ARN
	parts      [6]pattern
}

// compileResource reads a Resource or NotResource value: "*", or an ARN with wildcards in any part but the service
// and with variables in the sixth only. Missing parts are "*" (Reference guide, "ARN format": incomplete ARNs).
func compileResource(s string, variables bool) (p arnPattern, problem string) {
	if s == "*" {
		return arnPattern{everything: true}, ""
	}
	fields := splitPattern(s, false)
	if fields[0] != "arn" || len(fields) < 3 {
		return p, `a resource is "*" or an ARN`
	}
	if strings.ContainsAny(fields[2], "*?") || fields[2] == "" {
		return p, "the service part of a resource is spelled out"
	}
	return compileParts(fields, func(i int) bool { return variables && i == 5 }, variables)
}

// compileConditionARN reads a value of an ARN condition operator: wildcards and variables may stand in any part.
func compileConditionARN(s string, variables bool) (p arnPattern, problem string) {
	fields := splitPattern(s, variables)
	if fields[0] != "arn" || len(fields) < 3 {
		return p, "a value of an ARN condition operator is an ARN"
	}
	return compileParts(fields, func(int) bool { return variables }, variables)
}

func compileParts(fields []string, variableIn func(part int) bool, version2012 bool) (p arnPattern, problem string) {
	for len(fields) < 6 {
		fields = append(fields, "*")
	}
	for i, field := range fields {
		if version2012 && !variableIn(i) && strings.Contains(field, "${") {
			return p, "policy variables stand after the fifth colon of an ARN only"
		}
		if p.parts[i], problem = compilePattern(field, true, variableIn(i)); problem != "" {
			return p, problem
		}
	}
	return p, ""
}

// splitPattern splits at the first five colons; with skipVariables those within ${…} do not count.
func splitPattern(s string, skipVariables bool) []string {
	fields := make([]string, 0, 6)
	start := 0
	for i := 0; i < len(s) && len(fields) < 5; i++ {
		if skipVariables && strings.HasPrefix(s[i:], "${") {
			if end := strings.IndexByte(s[i:], '}'); end > 0 {
				i += end
			}
			continue
		}
		if s[i] == ':' {
			fields = append(fields, s[start:i])
			start = i + 1
		}
	}
	return append(fields, s[start:])
}

// match compares an ARN that was split; isARN is false when the request's resource is "*" or no ARN.
func (p *arnPattern) match(e *evaluation, a *arnParts, isARN bool) truth {
	if p.everything {
		return yes
	}
	if !isARN {
		return no
	}
	all := yes
	for i := range p.parts {
		if all = all.and(p.parts[i].match(e, a[i], false)); all == no {
			return no
		}
	}
	return all
}
