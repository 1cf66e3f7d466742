package athena

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/store"
)

// page is where and how much a listing reads.
func page(token *string, size *int32, usual int) (after string, limit int, err error) {
	if after, err = store.ParseToken(aws.ToString(token)); err != nil {
		return "", 0, malformedToken(*token)
	}
	if size != nil && *size > 0 {
		usual = int(*size)
	}
	return after, usual, nil
}

func malformedToken(token string) error {
	return invalid("INVALID_INPUT", "Malformed nextPageToken %s", token)
}

// nextToken is the token of a further page, nil where there is none.
func nextToken(token string) *string {
	if token == "" {
		return nil
	}
	return &token
}
