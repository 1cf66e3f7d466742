package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// request is what the requests that make an asset have in common.
type request struct {
	kind        share.Kind
	id, name    *string
	tags        []types.Tag
	permissions []types.ResourcePermission
}

// asset makes the record of an asset of its own that an author asks for.
func (r request) asset(c *service.Call) (hub.Caller, hub.Asset, error) {
	caller, err := hub.Resolve(c.Tx, c.Session)
	a := hub.Asset{
		Type: r.kind.Type(), Account: c.Account(), Region: c.Session.Region, ID: aws.ToString(r.id), Name: aws.ToString(r.name),
		Created: c.Now, Updated: c.Now, Author: caller.Person(),
	}
	if err != nil {
		return caller, a, err
	}
	if err := share.Author(caller, r.kind.Creates(), a.ARN()); err != nil {
		return caller, a, err
	}
	if err := assetID(string(r.kind), a.ID); err != nil {
		return caller, a, err
	}
	if err := assetName(string(r.kind), a.Name); err != nil {
		return caller, a, err
	}
	if a.Tags, err = tagMap(r.tags); err != nil {
		return caller, a, err
	}
	a.Permissions, err = firstPermissions(c.Tx, caller, r.kind, r.permissions)
	return caller, a, err
}

// changed gives and takes permissions on an asset and returns those that it has then.
func changed[T any](c *service.Call, s *hub.Shelf[T], k share.Kind, a hub.Asset, give, take []types.ResourcePermission) ([]types.ResourcePermission, error) {
	next, err := share.Change(c.Tx, k, a.Account, a.Permissions, grants(give), grants(take))
	if err != nil {
		return nil, err
	}
	if err := s.Share(c.Tx, a.Account, a.Region, a.ID, next); err != nil {
		return nil, err
	}
	return shownPermissions(next), nil
}
