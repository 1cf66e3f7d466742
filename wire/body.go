package wire

import (
	"context"
	"encoding/json"
)

type bodyKey struct{}

// WithBody keeps a request's JSON body for Member.
func WithBody(ctx context.Context, body []byte) context.Context {
	return context.WithValue(ctx, bodyKey{}, body)
}

// Member returns a member of the request's body as it came, or nil where the request has none of that name or came by
// another way than the door. It is for operations that keep documents whose members the SDK's types may not know.
func Member(ctx context.Context, name string) json.RawMessage {
	body, _ := ctx.Value(bodyKey{}).([]byte)
	if body == nil {
		return nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil {
		return nil // what cannot be read was refused by Decode
	}
	return members[name]
}
