package query

import (
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/store"
)

// MayRead reports whether the person of a run may still read what it read.
func MayRead(r store.Reader, run *Run) (bool, error) {
	err := permitted(r, run)
	if fault.Is(err, fault.AccessDenied) {
		return false, nil
	}
	return err == nil, err
}

// permitted decides anew whether the person of a run may read what it reads. The request was allowed when the run was
// made; since then the user may be gone, the permission, or the version of the dashboard.
func permitted(r store.Reader, run *Run) error {
	p := run.Person
	u, err := hub.GetUser(r, p.Account, p.Namespace, p.Name)
	if fault.Is(err, fault.NotFound) || err == nil && u.StableID() != p.ID {
		return fault.New(fault.AccessDenied, "%s, who made the run, is not a user of the hub any more.", p.ARN)
	}
	if err != nil {
		return err
	}
	caller := hub.Caller{User: &u}
	for _, asset := range run.assets() {
		permissions, err := asset.permissions(r)
		if err != nil && !fault.Is(err, fault.NotFound) {
			return err
		}
		may, err := share.May(r, caller, asset.arn, permissions, asset.action)
		if err != nil {
			return err
		}
		if !may {
			return fault.New(fault.AccessDenied, "User: %s is not authorized to perform: %s on resource: %s any more.", p.ARN, asset.action, asset.arn)
		}
	}
	if run.Dashboard.ID != "" {
		return permittedVersion(r, caller, run)
	}
	return nil
}

// asset is what a run was asked of, and the action that it takes.
type asset struct {
	arn, action string
	permissions func(store.Reader) (hub.Permissions, error)
}

// assets are the dashboard of a run, or its data set, or else the data source of each part.
func (run *Run) assets() []asset {
	if id := run.Dashboard.ID; id != "" {
		return []asset{{hub.DashboardARN(run.Region, run.Account, id), share.QueryDashboard, func(r store.Reader) (hub.Permissions, error) {
			d, err := hub.GetDashboard(r, run.Account, run.Region, id)
			return d.Permissions.With(d.Link), err
		}}}
	}
	if id := run.Asked.DataSet; id != "" {
		return []asset{{hub.DataSetARN(run.Region, run.Account, id), share.PassDataSet, func(r store.Reader) (hub.Permissions, error) {
			set, err := hub.GetDataSet(r, run.Account, run.Region, id)
			return set.Permissions, err
		}}}
	}
	all := make([]asset, len(run.Parts))
	for i := range run.Parts {
		arn := run.Parts[i].DataSource.ARN()
		all[i] = asset{arn, share.PassDataSource, func(r store.Reader) (hub.Permissions, error) {
			source, err := hub.GetDataSourceByARN(r, arn)
			return source.Permissions, err
		}}
	}
	return all
}
