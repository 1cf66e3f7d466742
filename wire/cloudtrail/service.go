// Package cloudtrail is the registry of AWS CloudTrail for package wire: its operations over the SDK's own types,
// their constraints and error codes. It decides and stores nothing. The service that implements AWS CloudTrail and
// tests import it, nobody else: it links the SDK's whole package.
package cloudtrail

import "interlaken/wire"

// Service describes AWS CloudTrail.
var Service = wire.NewService(wire.Service{
	ID:              "cloudtrail",
	SigningName:     "cloudtrail",
	Protocol:        protocol,
	TargetPrefix:    targetPrefix,
	TargetNamespace: "com.amazonaws.cloudtrail.v20131101",
	APIVersion:      apiVersion,
	Operations:      operations,
	Renames:         renames,
	Required:        required,
	Constraints:     constraints,
	Constrained:     constrained,
	Sensitive:       sensitive,
	Errors:          errorStatus,
})
