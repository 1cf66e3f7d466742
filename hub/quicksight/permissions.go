package quicksight

import (
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/store"
)

func grants(given []types.ResourcePermission) []share.Grant {
	read := make([]share.Grant, 0, len(given))
	for _, p := range given {
		read = append(read, share.Grant{Principal: aws.ToString(p.Principal), Actions: p.Actions})
	}
	return read
}

// firstPermissions are those of a new asset: what the request asks for, and the owner's for the user who makes it. An
// asset that nobody would own is refused: nobody could see it, share it or remove it.
func firstPermissions(r store.Reader, caller hub.Caller, k share.Kind, asked []types.ResourcePermission) (hub.Permissions, error) {
	give := grants(asked)
	if caller.User != nil {
		give = append(give, share.Grant{Principal: caller.User.ARN(), Actions: share.Owner(k)})
	}
	first, err := share.Change(r, k, caller.Account(), nil, give, nil)
	if err == nil && !share.Owned(first) {
		err = invalid("The %s would belong to nobody: %s is not registered as a user, so Permissions have to make a user or group its owner.",
			k, caller.Session.Principal.ARN)
	}
	return first, err
}

// shownPermissions are permissions in the API's shape, by principal.
func shownPermissions(p hub.Permissions) []types.ResourcePermission {
	shown := make([]types.ResourcePermission, 0, len(p))
	for _, principal := range slices.Sorted(maps.Keys(p)) {
		shown = append(shown, types.ResourcePermission{Principal: aws.String(principal), Actions: p[principal]})
	}
	return shown
}
