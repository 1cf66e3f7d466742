// Package costexplorer is the registry of AWS Cost Explorer for package wire: its operations over the SDK's own types,
// their constraints and error codes. Its signing name, and the prefix of its actions, is ce. It decides and stores
// nothing. The service that implements AWS Cost Explorer and tests import it, nobody else: it links the SDK's whole
// package.
package costexplorer

import "interlaken/wire"

// Service describes AWS Cost Explorer.
var Service = wire.NewService(wire.Service{
	ID:           "ce",
	SigningName:  "ce",
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
