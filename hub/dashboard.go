package hub

import (
	"encoding/json"
	"time"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// MaxDashboardVersions is the most versions of one dashboard (QuickSight API Reference, UpdateDashboard).
const MaxDashboardVersions = 1000

// Dashboard is a dashboard of the hub: its definitions are its versions, of which readers see the published one.
type Dashboard struct {
	Account string `json:"account"`
	Region  string `json:"region"`
	ID      string `json:"id"`
	Name    string `json:"name"`
	// Published is the version that readers see, Latest the newest one. Version numbers begin at 1 and are not used again.
	Published   int64       `json:"published"`
	Latest      int64       `json:"latest"`
	PublishedAt time.Time   `json:"publishedAt"`
	Created     time.Time   `json:"created"`
	Updated     time.Time   `json:"updated"`
	Author      Person      `json:"author"`
	Permissions Permissions `json:"permissions,omitempty"`
	// Link is what users of a namespace may do who know the dashboard's address; lists do not show it to them.
	Link  Permissions       `json:"link,omitempty"`
	Links []string          `json:"links,omitempty"` // ARNs of analyses
	Tags  map[string]string `json:"tags,omitempty"`
}

// ARN is the dashboard's ARN.
func (d Dashboard) ARN() string { return DashboardARN(d.Region, d.Account, d.ID) }

// DashboardARN is the ARN that a dashboard with this id has.
func DashboardARN(region, account, id string) string {
	return arn.Make("quicksight", region, account, "dashboard/"+id)
}

func (d Dashboard) key() string { return assetKey(d.Account, d.Region, d.ID) }

// DashboardVersion is one definition of a dashboard. It does not change.
type DashboardVersion struct {
	Account     string    `json:"account"`
	Region      string    `json:"region"`
	Dashboard   string    `json:"dashboard"` // id
	Number      int64     `json:"number"`
	Description string    `json:"description,omitempty"`
	Theme       string    `json:"theme,omitempty"` // ARN
	Created     time.Time `json:"created"`
	// DataSets are the ARNs that the definition declares.
	DataSets []string `json:"dataSets"`
	// Sheets are the ids and names of the sheets, in their order.
	Sheets []SheetName `json:"sheets"`
	// Definition is QuickSight's JSON as it was received.
	Definition Document `json:"definition"`
	// PublishOptions is QuickSight's DashboardPublishOptions as JSON, nil where its author gave none.
	PublishOptions json.RawMessage `json:"publishOptions,omitempty"`
	// Errors say what of the definition cannot be drawn, where its author asked for leniency.
	Errors []DashboardError `json:"errors,omitempty"`
}

// SheetName is a sheet of a dashboard.
type SheetName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// DashboardError is something in a definition that cannot be drawn.
type DashboardError struct {
	Type    string `json:"type"` // of DashboardErrorType
	Message string `json:"message"`
	Path    string `json:"path"`
}

func (v *DashboardVersion) key() string {
	return store.Key(v.Account, v.Region, v.Dashboard, v.Number)
}

var dashboards = store.Collection[Dashboard]{
	Table: "hub.dashboard", Schema: 1,
	Key:     func(d *Dashboard) string { return d.key() },
	Indexes: map[string]func(*Dashboard) []string{"grantee": func(d *Dashboard) []string { return d.Permissions.grantees() }},
}

var dashboardVersions = store.Collection[DashboardVersion]{
	Table: "hub.dashboardVersion", Schema: 2, Upgrade: upgradeDashboardVersion,
	Key: func(v *DashboardVersion) string { return v.key() },
}

// upgradeDashboardVersion compresses a definition: before schema 2 it stood as it is in the version.
func upgradeDashboardVersion(_ int, document []byte) ([]byte, error) {
	var version map[string]json.RawMessage
	if err := json.Unmarshal(document, &version); err != nil {
		return nil, err
	}
	compressed, err := NewDocument(version["definition"])
	if err != nil {
		return nil, err
	}
	if version["definition"], err = json.Marshal(compressed); err != nil {
		return nil, err
	}
	return json.Marshal(version)
}

// CreateDashboard keeps a new dashboard with its first version, which is published, or fails with fault.AlreadyExists.
func CreateDashboard(tx store.Tx, d Dashboard, first DashboardVersion) (Dashboard, error) {
	d.Latest, d.Published, d.PublishedAt = 1, 1, d.Created
	if err := named(dashboards.Create(tx, d), "Dashboard", d.ID); err != nil {
		return d, err
	}
	first.Number = 1
	return d, dashboardVersions.Create(tx, first)
}

// UpdateDashboard adds a version, which is not published, and gives the dashboard a name. It returns the version's
// number, or fault.Limit where there are as many as there may be.
func UpdateDashboard(tx store.Tx, name string, next DashboardVersion) (number int64, err error) {
	err = named(dashboards.Modify(tx, assetKey(next.Account, next.Region, next.Dashboard), func(d *Dashboard) error {
		if d.Latest >= MaxDashboardVersions {
			return fault.New(fault.Limit, "Dashboard %s has %d versions, and no more are taken.", d.ID, MaxDashboardVersions)
		}
		d.Latest++
		d.Name, d.Updated = name, next.Created
		next.Number = d.Latest
		return nil
	}), "Dashboard", next.Dashboard)
	if err != nil {
		return 0, err
	}
	return next.Number, dashboardVersions.Create(tx, next)
}

// PublishDashboard makes a version the one that readers see, or fails with fault.NotFound.
func PublishDashboard(tx store.Tx, account, region, id string, number int64, now time.Time) error {
	if _, err := GetDashboardVersion(tx, account, region, id, number); err != nil {
		return err
	}
	return named(dashboards.Modify(tx, assetKey(account, region, id), func(d *Dashboard) error {
		d.Published, d.PublishedAt, d.Updated = number, now, now
		return nil
	}), "Dashboard", id)
}

// GetDashboard returns a dashboard as it is kept, or fault.NotFound. It asks for nobody's permission: hub/share does.
func GetDashboard(r store.Reader, account, region, id string) (Dashboard, error) {
	d, err := dashboards.Get(r, assetKey(account, region, id))
	return d, named(err, "Dashboard", id)
}

// GetDashboardVersion returns a version, or fault.NotFound.
func GetDashboardVersion(r store.Reader, account, region, id string, number int64) (DashboardVersion, error) {
	v, err := dashboardVersions.Get(r, store.Key(account, region, id, number))
	if fault.Is(err, fault.NotFound) {
		err = fault.New(fault.NotFound, "Version %d of dashboard %s is not found.", number, id)
	}
	return v, err
}

// DashboardVersions pages through the versions of a dashboard, the oldest first.
func DashboardVersions(r store.Reader, account, region, id, token string, size int) ([]DashboardVersion, string, error) {
	return page(r, &dashboardVersions, store.Key(account, region, id), token, size, nil)
}

// ShareDashboard changes who may do what with a dashboard, and what its link gives.
func ShareDashboard(tx store.Tx, account, region, id string, permissions, link Permissions) error {
	return named(dashboards.Modify(tx, assetKey(account, region, id), func(d *Dashboard) error {
		d.Permissions, d.Link = permissions, link
		return nil
	}), "Dashboard", id)
}

// LinkDashboard links a dashboard to other analyses than before.
func LinkDashboard(tx store.Tx, account, region, id string, links []string) error {
	return named(dashboards.Modify(tx, assetKey(account, region, id), func(d *Dashboard) error {
		d.Links = links
		return nil
	}), "Dashboard", id)
}

// DeleteDashboard removes a dashboard with all its versions, or fails with fault.NotFound.
func DeleteDashboard(tx store.Tx, account, region, id string) error {
	versions, err := values(dashboardVersions.Scan(tx, store.Range{Prefix: store.Key(account, region, id)}))
	if err != nil {
		return err
	}
	for _, v := range versions {
		if err := dashboardVersions.Delete(tx, v.key()); err != nil {
			return err
		}
	}
	if _, err := leaveFolders(tx, DashboardARN(region, account, id)); err != nil {
		return err
	}
	return named(dashboards.Delete(tx, assetKey(account, region, id)), "Dashboard", id)
}

// DeleteDashboardVersion removes one version. The published one is fault.Conflict: readers see it.
func DeleteDashboardVersion(tx store.Tx, d Dashboard, number int64) error {
	if number == d.Published {
		return fault.New(fault.Conflict, "Version %d of dashboard %s is published; publish another one first, or delete the dashboard.", number, d.ID)
	}
	if _, err := GetDashboardVersion(tx, d.Account, d.Region, d.ID, number); err != nil {
		return err
	}
	return dashboardVersions.Delete(tx, store.Key(d.Account, d.Region, d.ID, number))
}

// Dashboards pages through the dashboards of an account and Region that keep accepts, by id.
func Dashboards(r store.Reader, account, region, token string, size int, keep func(*Dashboard) bool) ([]Dashboard, string, error) {
	return page(r, &dashboards, store.Key(account, region), token, size, keep)
}
