// Package share decides who may do what with an asset of the hub: it finds assets for a caller, and gives and takes
// permissions. It stands inside what IAM allowed: a call of the API needs both.
//
// It knows no wire and runs no query. hub/quicksight, hub/query and hub/interlaken ask it; nothing else looks at
// hub.Permissions.
package share

import (
	"interlaken/arn"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/store"
)

// The actions on assets that are asked for by name outside this package (QuickSight API Reference, actions of
// permissions).
const (
	DescribeDataSource            = "quicksight:DescribeDataSource"
	DescribeDataSourcePermissions = "quicksight:DescribeDataSourcePermissions"
	PassDataSource                = "quicksight:PassDataSource"
	UpdateDataSource              = "quicksight:UpdateDataSource"
	DeleteDataSource              = "quicksight:DeleteDataSource"
	UpdateDataSourcePermissions   = "quicksight:UpdateDataSourcePermissions"

	DescribeDataSet            = "quicksight:DescribeDataSet"
	DescribeDataSetPermissions = "quicksight:DescribeDataSetPermissions"
	PassDataSet                = "quicksight:PassDataSet"
	UpdateDataSet              = "quicksight:UpdateDataSet"
	DeleteDataSet              = "quicksight:DeleteDataSet"
	UpdateDataSetPermissions   = "quicksight:UpdateDataSetPermissions"

	CreateIngestion   = "quicksight:CreateIngestion"
	DescribeIngestion = "quicksight:DescribeIngestion"
	ListIngestions    = "quicksight:ListIngestions"
	CancelIngestion   = "quicksight:CancelIngestion"

	CreateRefreshSchedule   = "quicksight:CreateRefreshSchedule"
	UpdateRefreshSchedule   = "quicksight:UpdateRefreshSchedule"
	DeleteRefreshSchedule   = "quicksight:DeleteRefreshSchedule"
	DescribeRefreshSchedule = "quicksight:DescribeRefreshSchedule"
	ListRefreshSchedules    = "quicksight:ListRefreshSchedules"

	PutDataSetRefreshProperties      = "quicksight:PutDataSetRefreshProperties"
	DescribeDataSetRefreshProperties = "quicksight:DescribeDataSetRefreshProperties"
	DeleteDataSetRefreshProperties   = "quicksight:DeleteDataSetRefreshProperties"

	DescribeDashboard               = "quicksight:DescribeDashboard"
	ListDashboardVersions           = "quicksight:ListDashboardVersions"
	QueryDashboard                  = "quicksight:QueryDashboard"
	UpdateDashboard                 = "quicksight:UpdateDashboard"
	DeleteDashboard                 = "quicksight:DeleteDashboard"
	UpdateDashboardPermissions      = "quicksight:UpdateDashboardPermissions"
	DescribeDashboardPermissions    = "quicksight:DescribeDashboardPermissions"
	UpdateDashboardPublishedVersion = "quicksight:UpdateDashboardPublishedVersion"
)

// DataSource returns a data source of the caller's account and Region with which the caller may do the action. Another
// one's, one that is not shared and one that does not exist have the same answer, fault.NotFound; who can see the data
// source but not do this with it gets fault.AccessDenied, and so does a principal that is no user, whatever the id.
func DataSource(r store.Reader, c hub.Caller, id, action string) (hub.DataSource, error) {
	d, err := hub.GetDataSource(r, c.Account(), c.Region(), id)
	text := hub.DataSourceARN(c.Region(), c.Account(), id)
	return d, settle(r, c, err, d.Permissions, action, DescribeDataSource, text, "Data source", "DATA_SOURCE")
}

// DataSourceByARN is DataSource for an ARN, which has to be of the caller's account and Region.
func DataSourceByARN(r store.Reader, c hub.Caller, text, action string) (hub.DataSource, error) {
	id, ok := idOf(c, text, "datasource")
	if !ok {
		// What is no id finds nothing, so that one place words the answer.
		id = text
	}
	return DataSource(r, c, id, action)
}

// DataSet is DataSource for a data set.
func DataSet(r store.Reader, c hub.Caller, id, action string) (hub.DataSet, error) {
	d, err := hub.GetDataSet(r, c.Account(), c.Region(), id)
	text := hub.DataSetARN(c.Region(), c.Account(), id)
	return d, settle(r, c, err, d.Permissions, action, DescribeDataSet, text, "Data set", "DATA_SET")
}

// DataSetByARN is DataSet for an ARN, which has to be of the caller's account and Region.
func DataSetByARN(r store.Reader, c hub.Caller, text, action string) (hub.DataSet, error) {
	id, ok := idOf(c, text, "dataset")
	if !ok {
		id = text
	}
	return DataSet(r, c, id, action)
}

// Dashboard is DataSource for a dashboard.
func Dashboard(r store.Reader, c hub.Caller, id, action string) (hub.Dashboard, error) {
	d, err := hub.GetDashboard(r, c.Account(), c.Region(), id)
	text := hub.DashboardARN(c.Region(), c.Account(), id)
	return d, settle(r, c, err, d.Permissions, action, DescribeDashboard, text, "Dashboard", "")
}

// Lists returns what a list shows the caller: the assets with which it may do the action. A principal that is no user
// asks as an operator of the account, IAM having allowed the list as a whole, and sees all.
func Lists(r store.Reader, c hub.Caller, action string) (func(hub.Permissions) bool, error) {
	if c.IsZero() {
		return nil, errNobody
	}
	if c.User == nil {
		return func(hub.Permissions) bool { return true }, nil
	}
	principals, err := c.Principals(r)
	return func(p hub.Permissions) bool { return allows(c, principals, p, action) }, err
}

// May reports whether the caller's user may do the action under these permissions.
func May(r store.Reader, c hub.Caller, permissions hub.Permissions, action string) (bool, error) {
	principals, err := c.Principals(r)
	return err == nil && allows(c, principals, permissions, action), err
}

// adoption is what an administrator may do with an asset whose last owner is gone: see it, give it to somebody, remove
// it. Using it, or changing where it leads, takes a permission like everybody's.
var adoption = map[string]bool{
	DescribeDataSource: true, DescribeDataSourcePermissions: true, UpdateDataSourcePermissions: true, DeleteDataSource: true,
	DescribeDataSet: true, DescribeDataSetPermissions: true, UpdateDataSetPermissions: true, DeleteDataSet: true,
	DescribeDashboard: true, DescribeDashboardPermissions: true, UpdateDashboardPermissions: true, DeleteDashboard: true,
}

func allows(c hub.Caller, principals []string, permissions hub.Permissions, action string) bool {
	return permissions.Allows(principals, action) || c.Administers() && adoption[action] && !Owned(permissions)
}

// Owned reports whether somebody can give and take permissions on an asset.
func Owned(permissions hub.Permissions) bool {
	for _, action := range []string{UpdateDataSourcePermissions, UpdateDataSetPermissions, UpdateDashboardPermissions} {
		if len(permissions.Holders(action)) > 0 {
			return true
		}
	}
	return false
}

// Author refuses a caller who may not make data sources and data sets: a reader. A principal that is no user may, where
// IAM lets it; what it makes belongs to whom it grants it.
func Author(c hub.Caller, action, asset string) error {
	if c.IsZero() {
		return errNobody
	}
	if c.User != nil && !c.User.Authors() {
		return fault.New(fault.AccessDenied, "User: %s is not authorized to perform: %s on resource: %s because the user's role %s is not an author's",
			c.User.ARN(), action, asset, c.User.Role)
	}
	return nil
}

var errNobody = fault.New(fault.MissingToken, "The request has no authenticated caller.")

func settle(r store.Reader, c hub.Caller, found error, permissions hub.Permissions, action, sight, text, kind, resourceType string) error {
	if c.IsZero() {
		return errNobody
	}
	if found != nil && !fault.Is(found, fault.NotFound) {
		return found
	}
	if c.User == nil {
		return fault.New(fault.AccessDenied, "%s is not registered as a user here, so nothing can be shared with it. Ask an administrator to register it (RegisterUser).",
			c.Session.Principal.ARN)
	}
	principals, err := c.Principals(r)
	if err != nil {
		return err
	}
	switch {
	case found == nil && allows(c, principals, permissions, action):
		return nil
	case found == nil && allows(c, principals, permissions, sight):
		return fault.New(fault.AccessDenied, "User: %s is not authorized to perform: %s on resource: %s because no permission on it allows the %s action",
			c.User.ARN(), action, text, action)
	}
	hidden := fault.New(fault.NotFound, "%s %s is not found, or it is not shared with you. Check the id, or ask its owner for access.", kind, text)
	if resourceType != "" { // the API has no such type for dashboards
		hidden = hidden.With("ResourceType", resourceType)
	}
	return hidden
}

func idOf(c hub.Caller, text, kind string) (string, bool) {
	a, err := arn.Parse(text)
	if err != nil || a.Service != "quicksight" || a.Account != c.Account() || a.Region != c.Region() || a.Type() != kind || !hub.ValidID(a.Name()) {
		return "", false
	}
	return a.Name(), true
}
