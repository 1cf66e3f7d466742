// Package wiretest is the test kit of the registries: a server that answers real SDK clients through package wire, and
// a round trip of generated inputs and outputs through every operation of a service. Tests of wire/X import it.
package wiretest

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"interlaken/wire"
)

// RequestID is the request id of every answer.
const RequestID = "11111111-2222-3333-4444-555555555555"

// Serve starts a server on 127.0.0.1 that routes, decodes and validates requests of one service, hands the input to
// answer and encodes what comes back. It returns the server's URL. Signatures are not looked at.
func Serve(t testing.TB, s *wire.Service, answer func(operation string, input any) (any, error)) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o, output, err := handle(s, r, answer)
		if err == nil {
			err = wire.Encode(w, o, output, RequestID)
		}
		if err != nil {
			wire.EncodeError(w, r, s, err, RequestID)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func handle(s *wire.Service, r *http.Request, answer func(string, any) (any, error)) (*wire.Operation, any, error) {
	body, err := wire.ReadBody(r, 8<<20)
	if err != nil {
		return nil, nil, err
	}
	o, err := s.Route(r, body)
	if err != nil {
		return nil, nil, err
	}
	input, err := wire.Decode(r, body, o)
	if err != nil {
		return nil, nil, err
	}
	if err := wire.Validate(o, input); err != nil {
		return nil, nil, err
	}
	output, err := answer(o.Name, input)
	return o, output, err
}
