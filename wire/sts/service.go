// Package sts is the registry of AWS Security Token Service for package wire: its operations over the SDK's own types,
// their constraints and error codes. It decides and stores nothing. The service that implements AWS Security Token
// Service and tests import it, nobody else: it links the SDK's whole package.
package sts

import "interlaken/wire"

// Service describes AWS Security Token Service.
var Service = wire.NewService(wire.Service{
	ID:           "sts",
	SigningName:  "sts",
	Protocol:     protocol,
	TargetPrefix: targetPrefix,
	APIVersion:   apiVersion,
	XMLNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
	Operations:   operations,
	Renames:      renames,
	Required:     required,
	Constraints:  constraints,
	Constrained:  constrained,
	Sensitive:    sensitive,
	Errors:       errorStatus,
})
