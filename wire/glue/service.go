// Package glue is the registry of AWS Glue for package wire: its operations over the SDK's own types. The
// service that implements AWS Glue and tests import it, nobody else: it links the whole SDK package.
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
	Codes: map[fault.Code]string{
		fault.NotFound: "EntityNotFoundException",
		fault.Conflict: "ConcurrentModificationException",
		fault.Limit:    "ResourceNumberLimitExceededException",
		fault.Internal: "InternalServiceException",
	},
})
