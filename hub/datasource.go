package hub

import (
	"regexp"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/store"
)

// Athena says how a data source reaches its data (QuickSight API Reference, AthenaParameters).
type Athena struct {
	// WorkGroup is the workgroup in the account that the chain ends in.
	WorkGroup string `json:"workGroup"`
	// RoleARN is role A: a role of the hub account that the service assumes. "" means the account-wide role, which a
	// hub has not.
	RoleARN string `json:"roleArn,omitempty"`
	// ConsumerAccountRoleARN is role B: a role of the account that owns the data, assumed with role A. "" ends the
	// chain at role A.
	ConsumerAccountRoleARN string `json:"consumerAccountRoleArn,omitempty"`
}

// Account is the account in which queries run and are billed: role B's, or role A's where there is no role B. "" where
// there is no role at all.
func (a Athena) Account() string {
	last := a.ConsumerAccountRoleARN
	if last == "" {
		last = a.RoleARN
	}
	parsed, err := arn.Parse(last)
	if err != nil {
		return ""
	}
	return parsed.Account
}

// ErrorInfo is why a data source could not be made or changed. Message is for people and quotes no document.
type ErrorInfo struct {
	Type    types.DataSourceErrorInfoType `json:"type"`
	Message string                        `json:"message"`
}

// DataSource is where data sets and queries take their data from.
type DataSource struct {
	Account string               `json:"account"`
	Region  string               `json:"region"`
	ID      string               `json:"id"`
	Name    string               `json:"name"`
	Athena  Athena               `json:"athena"`
	Status  types.ResourceStatus `json:"status"`
	Error   *ErrorInfo           `json:"error,omitempty"`
	Created time.Time            `json:"created"`
	Updated time.Time            `json:"updated"`
	// Author is who set the roles and the workgroup last. The chain is walked as this person when it is proved.
	Author      Person            `json:"author"`
	Permissions Permissions       `json:"permissions,omitempty"`
	Tags        map[string]string `json:"tags,omitempty"`
	// Epoch is raised with each change, also from a deleted data source to a new one of its id. A lease that was made
	// under another one is over (SECURITY S7).
	Epoch int64 `json:"epoch"`
}

// ARN is the data source's ARN: also the ExternalId of the chain, so it is computed from the record and nothing else.
func (d DataSource) ARN() string { return DataSourceARN(d.Region, d.Account, d.ID) }

// DataSourceARN is the ARN that a data source with this id has.
func DataSourceARN(region, account, id string) string {
	return arn.Make("quicksight", region, account, "datasource/"+id)
}

// Ready reports whether the chain has been proved, so that data sets and queries may use the data source.
func (d DataSource) Ready() bool {
	return d.Status == types.ResourceStatusCreationSuccessful || d.Status == types.ResourceStatusUpdateSuccessful
}

func (d DataSource) key() string { return assetKey(d.Account, d.Region, d.ID) }

func assetKey(account, region, id string) string { return store.Key(account, region, id) }

var assetID = regexp.MustCompile(`^[A-Za-z0-9_-]{1,512}$`)

// ValidID reports whether a data source or data set may have this id. The characters are fewer than what an ARN
// pattern gives a meaning to (SECURITY S5).
func ValidID(id string) bool { return assetID.MatchString(id) }

var dataSources = store.Collection[DataSource]{
	Table: "hub.dataSource", Schema: 1,
	Key:     func(d *DataSource) string { return d.key() },
	Indexes: map[string]func(*DataSource) []string{"grantee": func(d *DataSource) []string { return d.Permissions.grantees() }},
}

// FormerDataSource is kept of a deleted data source, because an account out there still trusts its ARN.
type FormerDataSource struct {
	Account string    `json:"account"`
	Region  string    `json:"region"`
	ID      string    `json:"id"`
	Deleted time.Time `json:"deleted"`
	Epoch   int64     `json:"epoch"`
	// Owners are the users, groups and namespaces that could delete it.
	Owners []string `json:"owners,omitempty"`
}

var formerDataSources = store.Collection[FormerDataSource]{
	Table: "hub.formerDataSource", Schema: 1,
	Key:     func(f *FormerDataSource) string { return assetKey(f.Account, f.Region, f.ID) },
	Indexes: map[string]func(*FormerDataSource) []string{"owner": func(f *FormerDataSource) []string { return principalKeys(f.Owners) }},
}

// CreateDataSource keeps a new data source for a caller, with an epoch past all that its id ever had. It fails with
// fault.AlreadyExists, and with fault.AccessDenied where the id belonged to somebody else: a deleted id comes back for
// a former owner or an administrator only (SECURITY S5). It returns the record as it is kept.
func CreateDataSource(tx store.Tx, caller Caller, d DataSource) (DataSource, error) {
	if has, err := dataSources.Has(tx, d.key()); err != nil || has {
		if has {
			err = fault.New(fault.AlreadyExists, "Data source %s already exists.", d.ID)
		}
		return d, err
	}
	d.Epoch = 1
	former, err := formerDataSources.Get(tx, d.key())
	switch {
	case err == nil:
		mine, err := isOneOf(tx, caller, former.Owners)
		if err != nil {
			return d, err
		}
		if !mine && !caller.Administers() {
			return d, fault.New(fault.AccessDenied,
				"The data source id %s was another owner's, and accounts may still trust it. Only a former owner or an administrator can use it again; choose another id.", d.ID)
		}
		d.Epoch = former.Epoch + 1
		if err := formerDataSources.Delete(tx, d.key()); err != nil {
			return d, err
		}
	case !fault.Is(err, fault.NotFound):
		return d, err
	}
	return d, dataSources.Create(tx, d)
}

func isOneOf(r store.Reader, caller Caller, owners []string) (bool, error) {
	principals, err := caller.Principals(r)
	if err != nil {
		return false, err
	}
	for _, p := range principals {
		for _, owner := range owners {
			if p == owner {
				return true, nil
			}
		}
	}
	return false, nil
}

// GetDataSource returns a data source as it is kept, or fault.NotFound. It asks for nobody's permission: hub/share does.
func GetDataSource(r store.Reader, account, region, id string) (DataSource, error) {
	d, err := dataSources.Get(r, assetKey(account, region, id))
	return d, named(err, "Data source", id)
}

// GetDataSourceByARN is GetDataSource for an ARN; anything that is no data source's ARN is fault.NotFound too.
func GetDataSourceByARN(r store.Reader, text string) (DataSource, error) {
	a, err := arn.Parse(text)
	if err != nil || a.Service != "quicksight" || a.Type() != "datasource" {
		return DataSource{}, fault.New(fault.NotFound, "Data source %s is not found.", text)
	}
	d, err := GetDataSource(r, a.Account, a.Region, a.Name())
	if err == nil && d.ARN() != text {
		err = fault.New(fault.NotFound, "Data source %s is not found.", text)
	}
	return d, err
}

// ChangeDataSource changes what a data source is and raises its epoch, which ends its leases.
func ChangeDataSource(tx store.Tx, account, region, id string, change func(*DataSource) error) error {
	return named(dataSources.Modify(tx, assetKey(account, region, id), func(d *DataSource) error {
		d.Epoch++
		return change(d)
	}), "Data source", id)
}

// ShareDataSource changes who may do what with a data source. Its leases go on: every use is authorized anew.
func ShareDataSource(tx store.Tx, account, region, id string, permissions Permissions) error {
	return named(dataSources.Modify(tx, assetKey(account, region, id), func(d *DataSource) error {
		d.Permissions = permissions
		return nil
	}), "Data source", id)
}

// SettleDataSource records how the proof of a data source ended: failure is nil where it works. One that has changed
// since the epoch that was proved, or is gone, is left as it is, to the later proof; then it reports false.
func SettleDataSource(tx store.Tx, account, region, id string, epoch int64, failure *ErrorInfo, now time.Time) (bool, error) {
	item, err := dataSources.GetItem(tx, assetKey(account, region, id))
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	d := item.Value
	if err != nil || d.Epoch != epoch {
		return false, err
	}
	created := d.Status == types.ResourceStatusCreationInProgress
	switch {
	case failure == nil && created:
		d.Status = types.ResourceStatusCreationSuccessful
	case failure == nil:
		d.Status = types.ResourceStatusUpdateSuccessful
	case created:
		d.Status = types.ResourceStatusCreationFailed
	default:
		d.Status = types.ResourceStatusUpdateFailed
	}
	d.Error, d.Updated = failure, now
	return true, dataSources.Put(tx, d)
}

// DeleteDataSource removes a data source and remembers whose it was.
func DeleteDataSource(tx store.Tx, account, region, id string, now time.Time) error {
	d, err := GetDataSource(tx, account, region, id)
	if err != nil {
		return err
	}
	former := FormerDataSource{
		Account: account, Region: region, ID: id, Deleted: now, Epoch: d.Epoch,
		Owners: d.Permissions.Holders("quicksight:DeleteDataSource"),
	}
	if err := formerDataSources.Put(tx, former); err != nil {
		return err
	}
	if _, err := leaveFolders(tx, d.ARN()); err != nil {
		return err
	}
	return dataSources.Delete(tx, d.key())
}

// DataSources pages through the data sources of an account and Region that keep accepts, by id.
func DataSources(r store.Reader, account, region, token string, size int, keep func(*DataSource) bool) ([]DataSource, string, error) {
	return page(r, &dataSources, store.Key(account, region), token, size, keep)
}
