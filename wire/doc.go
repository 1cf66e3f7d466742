// Package wire speaks the AWS protocols on the server's side: it names the operation of a request, decodes the
// request into the input type of aws-sdk-go-v2, checks it against the service's documented constraints, and encodes
// outputs and errors as that service would. One reflective codec serves every service (DESIGN decision 1); what
// cannot be seen in a Go type (URIs, bindings, union members, renames, required members, constraints) is in a
// registry: package wire/X holds the generated one of AWS service X, and a service of our own declares its one by
// hand from plain Go structs (see Service). Client is the other end, for services of our own.
//
// It authenticates nobody and authorizes nothing: signatures are package wire/sigv4, decisions are gateway's and
// policy's. It imports no SDK service, so that a test of one service does not link the others. Gateway, service, the
// registries and the command line's client may import it.
package wire
