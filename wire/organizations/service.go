// Package organizations is the registry of AWS Organizations for package wire: its operations over the SDK's own types,
// their constraints and error codes. It decides and stores nothing. The service that implements AWS Organizations and
// tests import it, nobody else: it links the SDK's whole package.
package organizations

import "interlaken/wire"

// Service describes AWS Organizations.
var Service = wire.NewService(wire.Service{
	ID:           "organizations",
	SigningName:  "organizations",
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
})
