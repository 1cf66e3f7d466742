// Package hub is the domain of the business-intelligence hub: users, groups, data sources, data sets and settings of a
// hub account, how they are kept, and the rules that hold whoever asks. Who a caller is, is answered here (Resolve);
// who may do what with an asset is hub/share's, how data is reached hub/chain's and hub/query's, and the wire is
// hub/quicksight's and hub/interlaken's.
//
// It never reaches data and knows nothing of the local cloud. Only hub/* and app may import it.
package hub

import "interlaken/store"

// ServiceName is the service principal for which roles of the hub account are passed and as which they are assumed.
const ServiceName = "quicksight.amazonaws.com"

// Source is the name of the hub's own operations in trails and in aws:CalledVia.
const Source = "hub.interlaken"

// DefaultNamespace is the namespace that every account has.
const DefaultNamespace = "default"

// page returns up to size records of a scan that keep accepts, and the token of the next page.
func page[T any](r store.Reader, c *store.Collection[T], prefix, token string, size int, keep func(*T) bool) ([]T, string, error) {
	after, err := store.ParseToken(token)
	if err != nil {
		return nil, "", err
	}
	return store.Page(func(yield func(store.Item[T], error) bool) {
		for item, err := range c.Scan(r, store.Range{Prefix: prefix, After: after}) {
			if err == nil && keep != nil && !keep(&item.Value) {
				continue
			}
			if !yield(item, err) {
				return
			}
		}
	}, size)
}

// matches reports whether a text fits a pattern in which * stands for any characters and ? for one, as in the
// resources of IAM policies.
func matches(pattern, text string) bool {
	star, resume := -1, 0
	p, t := 0, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, resume = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			// The last star takes one character more.
			resume++
			p, t = star+1, resume
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}
