package s3

import (
	"slices"
	"strings"

	"interlaken/service"
	"interlaken/store"
	"interlaken/usage"
)

// listMany authorizes and lists several prefixes of one bucket whole. The requests are counted like single ones.
func listMany(c *service.Call, b *bucket, prefixes []string) (*listing, error) {
	if err := c.AuthorizeValues(b.check("ListBucket", "", conditionKeys("ListBucket", b, nil)), "s3:prefix", prefixes[1:]); err != nil {
		return nil, err
	}
	page := &listing{owner: b.Owner, under: make([][]object, len(prefixes))}
	order := make([]int, len(prefixes))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return strings.Compare(prefixes[i], prefixes[j]) })
	for len(order) > 0 {
		// One walk takes prefixes of which none begins with the one before.
		var walk, again []int
		for _, at := range order {
			if n := len(walk); n > 0 && strings.HasPrefix(prefixes[at], prefixes[walk[n-1]]) {
				again = append(again, at)
			} else {
				walk = append(walk, at)
			}
		}
		wanted := make([]string, len(walk))
		for i, at := range walk {
			wanted[i] = prefixes[at]
		}
		err := among(c.Tx, b.Name, wanted, strings.HasPrefix, func(i int, o object) {
			page.under[walk[i]] = append(page.under[walk[i]], o)
		})
		if err != nil {
			return nil, err
		}
		order = again
	}
	// define counts one request.
	return page, c.Use(usage.Record{
		Account: b.Owner, Service: usage.S3, UsageType: usage.S3WriteRequests, Operation: "ListObjectsV2",
		Quantity: int64(len(prefixes) - 1), Unit: usage.Requests, Resource: b.arn(),
	})
}

// currentOf is current for many keys, in their order.
func currentOf(r store.Reader, bucket string, keys []string) ([]*object, error) {
	found := make(map[string]*object, len(keys))
	err := among(r, bucket, slices.Compact(slices.Sorted(slices.Values(keys))), func(key, text string) bool { return key == text }, func(_ int, o object) {
		found[o.Key] = &o
	})
	all := make([]*object, len(keys))
	for i, key := range keys {
		all[i] = found[key]
	}
	return all, err
}

// passedOver is how many objects that nobody wants are read before the next wanted place is sought: about what a search in
// the index takes longer than the next object.
const passedOver = 8

// among visits the objects of a bucket that match one of the texts, in the order of their keys, with the text's place. The
// texts are in order, and what matches one lies between it and the next.
func among(r store.Reader, bucket string, wanted []string, matches func(key, text string) bool, visit func(at int, o object)) error {
	for next := 0; next < len(wanted); {
		passed := 0
		for item, err := range objects.Scan(r, store.Range{Prefix: store.Begins("", bucket), From: store.Begins(wanted[next], bucket)}) {
			if err != nil {
				return err
			}
			key := item.Value.Key
			for !matches(key, wanted[next]) && key >= wanted[next] {
				if next++; next == len(wanted) {
					return nil
				}
			}
			if matches(key, wanted[next]) {
				visit(next, item.Value)
				passed = 0
			} else if passed++; passed > passedOver {
				break
			}
		}
		if passed <= passedOver { // the bucket's end
			return nil
		}
	}
	return nil
}
