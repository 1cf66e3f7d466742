// Package athena is the registry of Amazon Athena for package wire: its operations over the SDK's own types, their
// constraints and error codes. Constraint violations are InvalidRequestException, as Athena words them. It decides and
// stores nothing. The service that implements Amazon Athena and tests import it, nobody else: it links the SDK's whole
// package.
package athena

import (
	"interlaken/fault"
	"interlaken/wire"
)

// Service describes Amazon Athena.
var Service = wire.NewService(wire.Service{
	ID:           "athena",
	SigningName:  "athena",
	Protocol:     protocol,
	TargetPrefix: targetPrefix,
	APIVersion:   apiVersion,
	Operations:   operations,
	Renames:      renames,
	Required:     required,
	Constraints:  constraints,
	Constrained:  constrained,
	Sensitive:    sensitive,
	Errors:       errorStatus,
	Codes: map[fault.Code]string{
		fault.Validation: "InvalidRequestException",
		fault.Limit:      "TooManyRequestsException",
		fault.Conflict:   "InvalidRequestException",
	},
})
