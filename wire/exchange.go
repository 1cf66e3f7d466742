package wire

import (
	"context"
	"encoding/json"
	"net/http"
)

// Exchange is one request that came through the door, and those members of its answer that are written as they are
// kept. It serves operations that keep documents whose members the SDK's types may not know. It belongs to one
// request, and is not safe for concurrent use.
type Exchange struct {
	operation *Operation
	body      []byte
	answers   map[string]any // json.RawMessage by the output's field
}

type exchangeKey struct{}

// NewExchange begins the exchange of an operation whose JSON body is given.
func NewExchange(o *Operation, body []byte) *Exchange { return &Exchange{operation: o, body: body} }

// In returns a context in which RequestDocument and AnswerDocument find the exchange.
func (e *Exchange) In(ctx context.Context) context.Context {
	return context.WithValue(ctx, exchangeKey{}, e)
}

// Encode writes the answer as the function Encode does, with the documents of AnswerDocument in their places.
func (e *Exchange) Encode(w http.ResponseWriter, output any, requestID string) error {
	return encode(w, e.operation, output, requestID, e.answers)
}

// exchangeOf is the exchange of the operation of that name. Calls that an operation makes of others share its context,
// and have none: the body is not theirs.
func exchangeOf(ctx context.Context, operation string) *Exchange {
	e, _ := ctx.Value(exchangeKey{}).(*Exchange)
	if e == nil || e.operation.Name != operation {
		return nil
	}
	return e
}

// RequestDocument returns a member of the operation's request byte for byte as it came, or nil where the request has
// none of that name or came by another way than the door.
func RequestDocument(ctx context.Context, operation, member string) json.RawMessage {
	e := exchangeOf(ctx, operation)
	if e == nil {
		return nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(e.body, &members); err != nil {
		return nil // what cannot be read was refused by Decode
	}
	return members[member]
}

// AnswerDocument has a field of a REST operation's answer written byte for byte as given, instead of the output's. It
// is false where the call came by another way than the door: then the output's own field is what the caller gets.
func AnswerDocument(ctx context.Context, operation, field string, document json.RawMessage) bool {
	e := exchangeOf(ctx, operation)
	if e == nil || e.operation.service.Protocol != RESTJSON1 {
		return false
	}
	if e.answers == nil {
		e.answers = map[string]any{}
	}
	e.answers[field] = document
	return true
}
