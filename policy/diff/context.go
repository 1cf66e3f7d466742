package diff

import (
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"interlaken/fault"
	"interlaken/policy"
	"interlaken/policy/glob"
)

// mostContexts bounds the combinations of values of condition keys.
const mostContexts = 20_000

// variable is a policy variable, with its key.
var variable = regexp.MustCompile(`\$\{([^},]*)(,[^}]*)?\}`)

// valueOf is the one value that a policy variable's key has, beside having none.
func valueOf(key string) string {
	return "the-" + strings.NewReplacer(":", "-", "/", "-").Replace(strings.ToLower(key))
}

// filled is a pattern with the values of its variables in place.
func filled(pattern string) string {
	return variable.ReplaceAllStringFunc(pattern, func(v string) string {
		switch key := variable.FindStringSubmatch(v)[1]; key {
		case "*", "?", "$":
			return "~" // a wildcard that is meant as a letter: no other letter fits, which is near enough
		default:
			return valueOf(key)
		}
	})
}

// divideContexts finds, for each condition key of the documents, values of which each condition holds and fails, and
// combines those of all keys.
func (s *space) divideContexts() error {
	candidates := map[string][][]string{} // by lower-case key; nil stands for a key that is absent
	add := func(key string, lists ...[]string) {
		key = strings.ToLower(key)
		for _, list := range lists {
			if !slices.ContainsFunc(candidates[key], func(c []string) bool { return (c == nil) == (list == nil) && slices.Equal(c, list) }) {
				candidates[key] = append(candidates[key], list)
			}
		}
	}
	patterns := map[string][]glob.Pattern{}
	for i := range s.statements {
		for operator, keys := range s.statements[i].Condition {
			for key, values := range keys {
				add(key, nil)
				many := strings.HasPrefix(operator, "For")
				for _, v := range values {
					for _, near := range neighbours(operator, filled(v)) {
						add(key, []string{near})
					}
					if kind := bare(operator); strings.HasPrefix(kind, "String") || strings.HasPrefix(kind, "Arn") {
						p := glob.Literal(filled(v))
						switch {
						case strings.HasPrefix(kind, "Arn"):
							p = glob.ARN(filled(v))
						case strings.Contains(kind, "Like"):
							p = glob.New(filled(v))
						}
						patterns[strings.ToLower(key)] = append(patterns[strings.ToLower(key)], p)
					}
				}
				if many && len(values) > 0 {
					add(key, []string{}, []string{filled(values[0]), "another"})
				}
			}
		}
		for _, list := range []policy.Values{s.statements[i].Resource, s.statements[i].NotResource} {
			for _, v := range list {
				addVariables(v, add)
			}
		}
		for _, keys := range s.statements[i].Condition {
			for _, values := range keys {
				for _, v := range values {
					addVariables(v, add)
				}
			}
		}
	}
	for key, list := range patterns {
		found, err := cells(append(list, glob.New("?*")))
		if err != nil {
			return err
		}
		for _, c := range found {
			if c.Matches[len(list)] {
				add(key, []string{c.Text})
			}
		}
	}
	return s.combine(candidates)
}

func addVariables(value string, add func(string, ...[]string)) {
	for _, m := range variable.FindAllStringSubmatch(value, -1) {
		if key := strings.TrimSpace(m[1]); key != "*" && key != "?" && key != "$" {
			add(key, nil, []string{valueOf(key)})
		}
	}
}

// combine makes a context of each combination.
func (s *space) combine(candidates map[string][][]string) error {
	keys := slices.Sorted(maps.Keys(candidates))
	count := 1
	for _, key := range keys {
		if count *= len(candidates[key]); count > mostContexts {
			return fault.New(fault.Limit, "The conditions of the two documents ask for %d keys, whose values combine in more ways than the %d that are looked at.", len(keys), mostContexts)
		}
	}
	for n := range count {
		var c policy.Context
		for _, key := range keys {
			list := candidates[key]
			if values := list[n%len(list)]; values != nil {
				c.Set(key, values...)
			}
			n /= len(list)
		}
		s.contexts = append(s.contexts, c)
	}
	return nil
}

// bare is an operator without its prefix and suffix.
func bare(operator string) string {
	operator = strings.TrimPrefix(strings.TrimPrefix(operator, "ForAllValues:"), "ForAnyValue:")
	return strings.TrimSuffix(operator, "IfExists")
}

// neighbours are values on either side of a value's edge.
func neighbours(operator, v string) []string {
	switch kind := bare(operator); {
	case strings.HasPrefix(kind, "Numeric"):
		n, err := strconv.ParseFloat(v, 64)
		if err != nil {
			return nil
		}
		text := func(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
		return []string{text(n - 1), text(n), text(n + 1)}
	case strings.HasPrefix(kind, "Date"):
		at, err := time.Parse(time.RFC3339, v)
		if err != nil {
			if at, err = time.Parse("2006-01-02", v); err != nil {
				return []string{v}
			}
		}
		text := func(d time.Duration) string { return at.Add(d).UTC().Format(time.RFC3339) }
		return []string{text(-time.Second), text(0), text(time.Second)}
	case kind == "Bool":
		return []string{"true", "false"}
	case kind == "Null":
		return []string{"something"}
	case strings.HasSuffix(kind, "IpAddress"):
		return addresses(v)
	case strings.HasSuffix(kind, "IgnoreCase"):
		return []string{v, strings.ToUpper(v), "another"}
	case kind == "BinaryEquals":
		return []string{v, "AA=="}
	}
	return nil
}

// addresses are the first and the last of a network, and one beside it.
func addresses(v string) []string {
	network, err := netip.ParsePrefix(v)
	if err != nil {
		a, err := netip.ParseAddr(v)
		if err != nil {
			return nil
		}
		network = netip.PrefixFrom(a, a.BitLen())
	}
	first := network.Masked().Addr()
	last := first.AsSlice()
	for bit := network.Bits(); bit < len(last)*8; bit++ {
		last[bit/8] |= 1 << (7 - bit%8)
	}
	end, _ := netip.AddrFromSlice(last)
	all := []string{first.String(), end.String()}
	if next := end.Next(); next.IsValid() {
		all = append(all, next.String())
	} else {
		all = append(all, first.Prev().String())
	}
	return all
}
