package organizations

import (
	"iter"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/organizations/types"

	"interlaken/store"
)

// mostResults is the size of a page for which a request names none, and the most (API reference, MaxResults).
const mostResults = 20

// page cuts a page out of a list by the ids of what is in it.
func page[T any](all []T, id func(*T) string, token *string, size *int32) (cut []T, next *string, err error) {
	after, err := store.ParseToken(aws.ToString(token))
	if err != nil {
		return nil, nil, invalid(types.InvalidInputExceptionReasonInvalidPaginationToken, "The token is not one that the operation returned.")
	}
	slices.SortFunc(all, func(a, b T) int { return strings.Compare(id(&a), id(&b)) })
	var rest iter.Seq2[store.Item[T], error] = func(yield func(store.Item[T], error) bool) {
		for i := range all {
			if position := id(&all[i]); position > after && !yield(store.Item[T]{Position: position, Value: all[i]}, nil) {
				return
			}
		}
	}
	most := mostResults
	if size != nil {
		most = int(*size)
	}
	cut, following, err := store.Page(rest, most)
	if following != "" {
		next = &following
	}
	return cut, next, err
}

// shown makes of a page what an answer has of it.
func shown[T, Out any](all []T, show func(*T) Out) []Out {
	out := make([]Out, 0, len(all))
	for i := range all {
		out = append(out, show(&all[i]))
	}
	return out
}
