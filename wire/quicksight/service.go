// Package quicksight is the registry of Amazon QuickSight for package wire: its operations over the SDK's own types,
// their constraints and error codes. It decides and stores nothing. The service that implements Amazon QuickSight, who
// reads the documents that it keeps, and tests import it, nobody else: it links the SDK's whole package.
package quicksight

import (
	"interlaken/fault"
	"interlaken/wire"
)

// Service describes Amazon QuickSight.
var Service = wire.NewService(wire.Service{
	ID:           "quicksight",
	SigningName:  "quicksight",
	Protocol:     protocol,
	TargetPrefix: targetPrefix,
	APIVersion:   apiVersion,
	Operations:   operations,
	Unions:       unions,
	Renames:      renames,
	Required:     required,
	Constraints:  constraints,
	Constrained:  constrained,
	Sensitive:    sensitive,
	Errors:       errorStatus,
	Codes: map[fault.Code]string{
		fault.Unavailable: "ResourceUnavailableException",
	},
})
