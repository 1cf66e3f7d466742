// Package share decides who may do what with an asset of the hub: it finds assets for a caller, and gives and takes
// permissions. It stands inside what IAM allowed: a call of the API needs both.
//
// It knows no wire and runs no query. hub/quicksight, hub/query and hub/interlaken ask it; nothing else looks at
// hub.Permissions.
package share

import (
	"strings"
	"time"

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
	UpdateDashboardLinks            = "quicksight:UpdateDashboardLinks"

	DescribeAnalysis            = "quicksight:DescribeAnalysis"
	DescribeAnalysisPermissions = "quicksight:DescribeAnalysisPermissions"
	UpdateAnalysis              = "quicksight:UpdateAnalysis"
	UpdateAnalysisPermissions   = "quicksight:UpdateAnalysisPermissions"
	DeleteAnalysis              = "quicksight:DeleteAnalysis"
	QueryAnalysis               = "quicksight:QueryAnalysis"
	RestoreAnalysis             = "quicksight:RestoreAnalysis"

	CreateFolder              = "quicksight:CreateFolder"
	DescribeFolder            = "quicksight:DescribeFolder"
	UpdateFolder              = "quicksight:UpdateFolder"
	DeleteFolder              = "quicksight:DeleteFolder"
	CreateFolderMembership    = "quicksight:CreateFolderMembership"
	DeleteFolderMembership    = "quicksight:DeleteFolderMembership"
	DescribeFolderPermissions = "quicksight:DescribeFolderPermissions"
	UpdateFolderPermissions   = "quicksight:UpdateFolderPermissions"
)

// DataSource returns a data source of the caller's account and Region with which the caller may do the action. Another
// one's, one that is not shared and one that does not exist have the same answer, fault.NotFound; who can see the data
// source but not do this with it gets fault.AccessDenied, and so does a principal that is no user, whatever the id.
func DataSource(r store.Reader, c hub.Caller, id, action string) (hub.DataSource, error) {
	d, err := hub.GetDataSource(r, c.Account(), c.Region(), id)
	return d, settle(r, c, err, DataSources, id, d.Permissions, action)
}

// DataSourceByARN is DataSource for an ARN, which has to be of the caller's account and Region.
func DataSourceByARN(r store.Reader, c hub.Caller, text, action string) (hub.DataSource, error) {
	return DataSource(r, c, idOf(c, text, DataSources), action)
}

// DataSet is DataSource for a data set.
func DataSet(r store.Reader, c hub.Caller, id, action string) (hub.DataSet, error) {
	d, err := hub.GetDataSet(r, c.Account(), c.Region(), id)
	return d, settle(r, c, err, DataSets, id, d.Permissions, action)
}

// DataSetByARN is DataSet for an ARN, which has to be of the caller's account and Region.
func DataSetByARN(r store.Reader, c hub.Caller, text, action string) (hub.DataSet, error) {
	return DataSet(r, c, idOf(c, text, DataSets), action)
}

// Dashboard is DataSource for a dashboard.
func Dashboard(r store.Reader, c hub.Caller, id, action string) (hub.Dashboard, error) {
	d, err := hub.GetDashboard(r, c.Account(), c.Region(), id)
	return d, settle(r, c, err, Dashboards, id, d.Permissions.With(d.Link), action)
}

// Analysis is DataSource for an analysis. One that cannot be restored any more is not found.
func Analysis(r store.Reader, c hub.Caller, id, action string, now time.Time) (hub.Analysis, error) {
	a, err := hub.Analyses.Get(r, c.Account(), c.Region(), id)
	if err == nil && a.Gone(now) {
		err = fault.New(fault.NotFound, "Analysis %s is gone.", id)
	}
	return a, settle(r, c, err, Analyses, id, a.Permissions, action)
}

// AnalysisByARN is Analysis for an ARN, which has to be of the caller's account and Region.
func AnalysisByARN(r store.Reader, c hub.Caller, text, action string, now time.Time) (hub.Analysis, error) {
	return Analysis(r, c, idOf(c, text, Analyses), action, now)
}

// Template is DataSource for a template.
func Template(r store.Reader, c hub.Caller, id, action string) (hub.Model, error) {
	m, err := hub.Templates.Get(r, c.Account(), c.Region(), id)
	return m, settle(r, c, err, Templates, id, m.Permissions, action)
}

// TemplateByARN is Template for an ARN, which has to be of the caller's account and Region.
func TemplateByARN(r store.Reader, c hub.Caller, text, action string) (hub.Model, error) {
	return Template(r, c, idOf(c, text, Templates), action)
}

// Theme is DataSource for a theme.
func Theme(r store.Reader, c hub.Caller, id, action string) (hub.Model, error) {
	m, err := hub.Themes.Get(r, c.Account(), c.Region(), id)
	return m, settle(r, c, err, Themes, id, m.Permissions, action)
}

// Folder is DataSource for a folder.
func Folder(r store.Reader, c hub.Caller, id, action string) (hub.Folder, error) {
	f, err := hub.Folders.Get(r, c.Account(), c.Region(), id)
	return f, settle(r, c, err, Folders, id, f.Permissions, action)
}

// FolderByARN is Folder for an ARN, which has to be of the caller's account and Region.
func FolderByARN(r store.Reader, c hub.Caller, text, action string) (hub.Folder, error) {
	return Folder(r, c, idOf(c, text, Folders), action)
}

// ByARN looks for an asset of any kind as DataSource does, and returns its kind and its permissions, without those of
// folders. What is no asset is fault.NotFound.
func ByARN(r store.Reader, c hub.Caller, text string, action func(Kind) string, now time.Time) (Kind, hub.Permissions, error) {
	k := KindOf(text)
	switch k {
	case DataSources:
		d, err := DataSourceByARN(r, c, text, action(k))
		return k, d.Permissions, err
	case DataSets:
		d, err := DataSetByARN(r, c, text, action(k))
		return k, d.Permissions, err
	case Dashboards:
		d, err := Dashboard(r, c, idOf(c, text, k), action(k))
		return k, d.Permissions, err
	case Analyses:
		a, err := AnalysisByARN(r, c, text, action(k), now)
		return k, a.Permissions, err
	case Templates:
		m, err := TemplateByARN(r, c, text, action(k))
		return k, m.Permissions, err
	case Themes:
		m, err := Theme(r, c, idOf(c, text, k), action(k))
		return k, m.Permissions, err
	case Folders:
		f, err := FolderByARN(r, c, text, action(k))
		return k, f.Permissions, err
	}
	return k, nil, fault.New(fault.NotFound, "%s is not found.", text)
}

// Lists returns what a list shows the caller: the assets with which it may do the action, by ARN and own permissions. A
// principal that is no user asks as an operator of the account, IAM having allowed the list as a whole, and sees all.
func Lists(r store.Reader, c hub.Caller, action string) (func(asset string, own hub.Permissions) bool, error) {
	if c.IsZero() {
		return nil, errNobody
	}
	if c.User == nil {
		return func(string, hub.Permissions) bool { return true }, nil
	}
	principals, err := c.Principals(r)
	if err != nil {
		return nil, err
	}
	above, err := aboveAll(r, c.Account(), c.Region())
	return func(asset string, own hub.Permissions) bool {
		return allows(c, principals, own.With(above[asset]), action)
	}, err
}

// May reports whether the caller's user may do the action with an asset that has these permissions of its own.
func May(r store.Reader, c hub.Caller, asset string, own hub.Permissions, action string) (bool, error) {
	principals, err := c.Principals(r)
	if err != nil {
		return false, err
	}
	all, err := Resolved(r, asset, own)
	return err == nil && allows(c, principals, all, action), err
}

// adoption is what an administrator may do with an asset whose last owner is gone: see it, give it to somebody, remove
// it. Using it, or changing where it leads, takes a permission like everybody's.
func adoption(action string) bool {
	for k := range names {
		switch action {
		case k.Describes(), k.DescribesPermissions(), k.ChangesPermissions(), k.Deletes():
			return true
		}
	}
	return false
}

func allows(c hub.Caller, principals []string, permissions hub.Permissions, action string) bool {
	return permissions.Allows(principals, action) || c.Administers() && adoption(action) && !Owned(permissions)
}

// Owned reports whether somebody can give and take permissions on an asset.
func Owned(permissions hub.Permissions) bool {
	for k := range names {
		if len(permissions.Holders(k.ChangesPermissions())) > 0 {
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

func settle(r store.Reader, c hub.Caller, found error, k Kind, id string, own hub.Permissions, action string) error {
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
	text := hub.AssetARN(types[k], c.Region(), c.Account(), id)
	if found == nil {
		may, err := May(r, c, text, own, action)
		if err != nil || may {
			return err
		}
		sees, err := May(r, c, text, own, k.Describes())
		if err != nil {
			return err
		}
		if sees {
			return fault.New(fault.AccessDenied, "User: %s is not authorized to perform: %s on resource: %s because no permission on it allows the %s action",
				c.User.ARN(), action, text, action)
		}
	}
	noun := strings.ToUpper(string(k[:1])) + string(k[1:])
	hidden := fault.New(fault.NotFound, "%s %s is not found, or it is not shared with you. Check the id, or ask its owner for access.", noun, text)
	if resourceType := resourceTypes[k]; resourceType != "" {
		hidden = hidden.With("ResourceType", resourceType)
	}
	return hidden
}

// resourceTypes are what errors call the kinds; the API has no names for the others.
var resourceTypes = map[Kind]string{DataSources: "DATA_SOURCE", DataSets: "DATA_SET"}

// idOf is the id of an asset of the caller's account and Region. What is no such ARN is taken for an id, which finds
// nothing, so that one place words the answer.
func idOf(c hub.Caller, text string, k Kind) string {
	a, err := arn.Parse(text)
	if err != nil || a.Service != "quicksight" || a.Account != c.Account() || a.Region != c.Region() || a.Type() != types[k] || !hub.ValidID(a.Name()) {
		return text
	}
	return a.Name()
}
