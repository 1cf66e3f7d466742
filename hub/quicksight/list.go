package quicksight

import (
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
	"interlaken/store"
)

// pages goes through the assets of one kind of an account and Region; hub.DataSets is one.
type pages[Asset any] func(r store.Reader, account, region, token string, size int, keep func(*Asset) bool) ([]Asset, string, error)

// list is one page of the assets of a kind with which the caller may do an action, and the token of the next page.
func list[Asset any](c *service.Call, all pages[Asset], from *string, most *int32, action string, permissions func(*Asset) hub.Permissions) ([]Asset, *string, error) {
	caller, err := hub.Resolve(c.Tx, c.Session)
	if err != nil {
		return nil, nil, err
	}
	begin, err := token(from)
	if err != nil {
		return nil, nil, err
	}
	listed, err := share.Lists(c.Tx, caller, action)
	if err != nil {
		return nil, nil, err
	}
	found, next, err := all(c.Tx, c.Account(), c.Session.Region, begin, pageSize(most), func(a *Asset) bool { return listed(permissions(a)) })
	return found, nextToken(next), err
}
