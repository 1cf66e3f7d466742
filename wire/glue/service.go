// Package glue is the registry of AWS Glue for package wire: its operations over the SDK's own types, their
// constraints and error codes. It decides and stores nothing. The service that implements AWS Glue and tests import
// it, nobody else: it links the SDK's whole package.
package glue

import (
	"interlaken/fault"
	"interlaken/wire"
)

// Service describes AWS Glue.
var Service = wire.NewService(wire.Service{
	ID:           "glue",
	SigningName:  "glue",
	Protocol:     protocol,
	TargetPrefix: targetPrefix,
	APIVersion:   apiVersion,
	Operations:   operations,
	Unions:       unions,
	Renames:      renames,
	Required:     required,
	DateTimes:    dateTimes,
	Constraints:  constraints,
	Constrained:  constrained,
	Sensitive:    sensitive,
	Errors:       errorStatus,
	Codes: map[fault.Code]string{
		fault.NotFound: "EntityNotFoundException",
		fault.Conflict: "ConcurrentModificationException",
		fault.Limit:    "ResourceNumberLimitExceededException",
		fault.Internal: "InternalServiceException",
	},
})
