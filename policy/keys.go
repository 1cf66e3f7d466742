package policy

import (
	"maps"
	"slices"
)

// ContextKeys returns the condition keys that the document asks for, in conditions and as policy variables: lower case,
// sorted, each once.
func (p *Policy) ContextKeys() []string {
	keys := map[string]bool{}
	of := func(pattern *pattern) {
		for i := range pattern.tokens {
			if t := &pattern.tokens[i]; t.kind == variableToken {
				keys[t.text] = true
			}
		}
	}
	for i := range p.statements {
		s := &p.statements[i]
		for j := range s.resources {
			for part := range s.resources[j].parts {
				of(&s.resources[j].parts[part])
			}
		}
		for j := range s.conditions {
			c := &s.conditions[j]
			keys[c.key] = true
			for k := range c.values {
				of(&c.values[k].text)
				if c.values[k].arn != nil {
					for part := range c.values[k].arn.parts {
						of(&c.values[k].arn.parts[part])
					}
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(keys))
}
