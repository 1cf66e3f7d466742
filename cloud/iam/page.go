package iam

import (
	"iter"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/store"
)

// defaultItems is the size of a page for which a request names none (API reference, MaxItems).
const defaultItems = 100

func pageSize(maxItems *int32) int {
	if maxItems == nil {
		return defaultItems
	}
	return int(*maxItems)
}

// marker is what an answer says of the page after it.
func marker(next string) *string {
	if next == "" {
		return nil
	}
	return aws.String(next)
}

// pageOf cuts a page out of a sorted list of names.
func pageOf(names []string, after *string, maxItems *int32) (page []string, next string, err error) {
	position, err := store.ParseToken(aws.ToString(after))
	if err != nil {
		return nil, "", err
	}
	var rest iter.Seq2[store.Item[string], error] = func(yield func(store.Item[string], error) bool) {
		for _, name := range names {
			if name > position && !yield(store.Item[string]{Position: name, Value: name}, nil) {
				return
			}
		}
	}
	return store.Page(rest, pageSize(maxItems))
}
