package policy

import (
	"slices"
	"strings"
)

// Context holds a request's condition keys. A key has no value (absent), none of the values it might have (present
// and empty: a request that carries no tags has an empty aws:TagKeys), one or several. Names compare without regard
// to case, as AWS compares them; values are kept as they are. The zero value is empty and ready. A Context is not
// written to while a decision reads it.
type Context struct {
	values map[string][]string // by lower-case name
}

// Set gives a key its values, in place of those it had. Without values the key is present and empty.
func (c *Context) Set(name string, values ...string) {
	if c.values == nil {
		c.values = map[string][]string{}
	}
	c.values[strings.ToLower(name)] = slices.Clone(values)
}

// Get returns a key's values and whether it is present.
func (c *Context) Get(name string) (values []string, present bool) {
	return c.lookup(strings.ToLower(name))
}

// Delete makes a key absent.
func (c *Context) Delete(name string) { delete(c.values, strings.ToLower(name)) }

// Names returns the lower-case names of all keys that are present, sorted.
func (c *Context) Names() []string {
	names := make([]string, 0, len(c.values))
	for name := range c.values {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// lookup is Get for a name that is lower case already.
func (c *Context) lookup(lower string) ([]string, bool) {
	values, present := c.values[lower]
	return values, present
}

// Keys is the set of condition keys that a caller of Decide can tell present from absent. It is immutable.
type Keys struct {
	names    map[string]bool
	prefixes []string
}

// NewKeys makes a set. A name that ends in "/" stands for every key that begins with it (aws:PrincipalTag/).
func NewKeys(names ...string) *Keys {
	k := &Keys{names: map[string]bool{}}
	for _, name := range names {
		name = strings.ToLower(name)
		if strings.HasSuffix(name, "/") {
			k.prefixes = append(k.prefixes, name)
		} else {
			k.names[name] = true
		}
	}
	return k
}

// Has reports whether the set holds the key.
func (k *Keys) Has(name string) bool { return k.has(strings.ToLower(name)) }

func (k *Keys) has(lower string) bool {
	if k.names[lower] {
		return true
	}
	for _, prefix := range k.prefixes {
		if strings.HasPrefix(lower, prefix) {
			return true
		}
	}
	return false
}
