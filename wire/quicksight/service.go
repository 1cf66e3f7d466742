// Package quicksight is the registry of Amazon QuickSight for package wire: its operations over the SDK's own types. The
// service that implements Amazon QuickSight and tests import it, nobody else: it links the whole SDK package.
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
	Codes: map[fault.Code]string{
		fault.Unavailable: "ResourceUnavailableException",
	},
})
