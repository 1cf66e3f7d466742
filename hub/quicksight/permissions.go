package quicksight

import (
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/arn"
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

// linkPermissions gives and takes what a dashboard's link gives: to a namespace, and no more than to see the dashboard (QuickSight
// API Reference, LinkSharingConfiguration).
func linkPermissions(r store.Reader, account string, current hub.Permissions, give, take []types.ResourcePermission) (hub.Permissions, error) {
	next, err := share.Change(r, share.Dashboards, account, current, grants(give), grants(take))
	for principal, actions := range next {
		if a, failed := arn.Parse(principal); failed != nil || a.Type() != "namespace" || len(actions) != len(share.Viewer(share.Dashboards)) {
			return nil, invalid("A link gives a namespace the permissions [%s]; %s would have [%s].",
				strings.Join(share.Viewer(share.Dashboards), ", "), principal, strings.Join(actions, ", "))
		}
	}
	return next, err
}

// shownLink is nil for a dashboard whose link gives nothing.
func shownLink(link hub.Permissions) *types.LinkSharingConfiguration {
	if len(link) == 0 {
		return nil
	}
	return &types.LinkSharingConfiguration{Permissions: shownPermissions(link)}
}

// shownPermissions are permissions in the API's shape, by principal.
func shownPermissions(p hub.Permissions) []types.ResourcePermission {
	shown := make([]types.ResourcePermission, 0, len(p))
	for _, principal := range slices.Sorted(maps.Keys(p)) {
		shown = append(shown, types.ResourcePermission{Principal: aws.String(principal), Actions: p[principal]})
	}
	return shown
}
