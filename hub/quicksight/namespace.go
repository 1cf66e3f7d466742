package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/service"
)

// theNamespace is the one namespace of the caller's account.
func theNamespace(c *service.Call) types.NamespaceInfoV2 {
	return types.NamespaceInfoV2{
		Arn:  aws.String(hub.NamespaceARN(c.Session.Region, c.Account(), hub.DefaultNamespace)),
		Name: aws.String(hub.DefaultNamespace), CapacityRegion: aws.String(c.Session.Region),
		CreationStatus: types.NamespaceStatusCreated, IdentityStore: types.IdentityStoreQuicksight,
	}
}
