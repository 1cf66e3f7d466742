package quicksight

import (
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
	"interlaken/store"
)

// pages goes through the assets of one kind of an account and Region; hub.DataSets is one.
type pages[Asset any] func(r store.Reader, account, region, token string, size int, keep func(*Asset) bool) ([]Asset, string, error)

// entry is what a list or a search looks at of an asset.
type entry struct {
	arn, name string
	own       hub.Permissions
}

func entryOf(a *hub.Asset) entry { return entry{a.ARN(), a.Name, a.Permissions} }

func dataSourceEntry(d *hub.DataSource) entry { return entry{d.ARN(), d.Name, d.Permissions} }

func dataSetEntry(d *hub.DataSet) entry { return entry{d.ARN(), d.Name, d.Permissions} }

func dashboardEntry(d *hub.Dashboard) entry { return entry{d.ARN(), d.Name, d.Permissions} }

// shelved goes through a shelf as list does.
func shelved[T any](s *hub.Shelf[T]) (pages[T], func(*T) entry) {
	return s.Page, func(t *T) entry { return entryOf(s.Asset(t)) }
}

// list is one page of the assets of a kind with which the caller may do an action, and the token of the next page.
func list[Asset any](c *service.Call, all pages[Asset], from *string, most *int32, action string, of func(*Asset) entry) ([]Asset, *string, error) {
	return find(c, all, from, most, action, of, func(*Asset) (bool, error) { return true, nil })
}

// find is list of the assets that a search keeps too.
func find[Asset any](c *service.Call, all pages[Asset], from *string, most *int32, action string, of func(*Asset) entry, keep func(*Asset) (bool, error)) ([]Asset, *string, error) {
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
	var failed error
	found, next, err := all(c.Tx, c.Account(), c.Session.Region, begin, pageSize(most), func(a *Asset) bool {
		e := of(a)
		if failed != nil || !listed(e.arn, e.own) {
			return false
		}
		var kept bool
		kept, failed = keep(a)
		return kept
	})
	if failed != nil {
		return nil, nil, failed
	}
	return found, nextToken(next), err
}
