package quicksight

import (
	"fmt"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/hub/share"
	"interlaken/service"
	"interlaken/wire"
	registry "interlaken/wire/quicksight"
)

func dashboardTarget(account, id *string) target {
	return target{account: account, resource: "dashboard/" + aws.ToString(id)}
}

// dashboard finds a dashboard with which the caller may do an action.
func dashboard(c *service.Call, id *string, action string) (hub.Caller, hub.Dashboard, error) {
	caller, err := hub.Resolve(c.Tx, c.Session)
	if err != nil {
		return caller, hub.Dashboard{}, err
	}
	d, err := share.Dashboard(c.Tx, caller, aws.ToString(id), action)
	return caller, d, err
}

// dashboardVersion is the version that a request names by number or alias; the published one where it names none. Every
// other one is for who may update the dashboard.
func dashboardVersion(c *service.Call, caller hub.Caller, d hub.Dashboard, number *int64, alias *string) (hub.DashboardVersion, error) {
	wanted := d.Published
	switch name := aws.ToString(alias); {
	case number != nil && alias != nil:
		return hub.DashboardVersion{}, invalid("VersionNumber and AliasName are not given together.")
	case number != nil:
		wanted = *number
	case name == "$LATEST":
		wanted = d.Latest
	case name != "" && name != "$PUBLISHED":
		return hub.DashboardVersion{}, fault.New(fault.NotFound, "The alias %s of dashboard %s is not found.", name, d.ID)
	}
	if wanted != d.Published {
		may, err := share.May(c.Tx, caller, d.Permissions, share.UpdateDashboard)
		if err == nil && !may {
			err = fault.New(fault.NotFound, "Version %d of dashboard %s is not found.", wanted, d.ID)
		}
		if err != nil {
			return hub.DashboardVersion{}, err
		}
	}
	return hub.GetDashboardVersion(c.Tx, d.Account, d.Region, d.ID, wanted)
}

// draft is what CreateDashboard and UpdateDashboard have in common.
type draft struct {
	operation                    string
	id, name, description, theme *string
	source                       *types.DashboardSourceEntity
	definition                   *types.DashboardVersionDefinition
	options                      *types.DashboardPublishOptions
	links                        []string
	lenient                      bool
}

// version makes a version of a request that is whole and understood. It needs PassDataSet on each data set, by
// IAM and by the data set's permissions (SECURITY S11); another's, an unshared and an unknown one have one answer.
func (w draft) version(c *service.Call, caller hub.Caller) (hub.DashboardVersion, error) {
	v := hub.DashboardVersion{
		Account: c.Account(), Region: c.Session.Region, Dashboard: aws.ToString(w.id), Description: aws.ToString(w.description),
		Theme: aws.ToString(w.theme), Created: c.Now,
	}
	switch {
	case w.source != nil && w.source.SourceTemplate != nil:
		return v, fault.New(fault.Unsupported, "Dashboards made of templates (SourceEntity) are unsupported here; give a Definition.")
	case w.definition == nil:
		return v, invalid("A dashboard needs a Definition.")
	case len(w.links) > 0:
		return v, fault.New(fault.Unsupported, "Links of a dashboard to analyses (LinkEntities) are unsupported here.")
	}
	columns := definition.OutputColumns{}
	for _, declared := range w.definition.DataSetIdentifierDeclarations {
		if err := c.Authorize(service.Check{Action: share.PassDataSet, Resource: aws.ToString(declared.DataSetArn), Account: c.Account()}); err != nil {
			return v, err
		}
		set, err := share.DataSetByARN(c.Tx, caller, aws.ToString(declared.DataSetArn), share.PassDataSet)
		if err != nil {
			return v, err
		}
		columns[aws.ToString(declared.Identifier)] = definition.ColumnsOf(&set)
		v.DataSets = append(v.DataSets, set.ARN())
	}
	for _, s := range w.definition.Sheets {
		v.Sheets = append(v.Sheets, hub.SheetName{ID: aws.ToString(s.SheetId), Name: aws.ToString(s.Name)})
	}
	for _, p := range definition.Check(w.definition, columns) {
		if !w.lenient {
			return v, invalid("%s: %s", p.Path, p.Message)
		}
		v.Errors = append(v.Errors, hub.DashboardError{Type: string(p.Type), Message: p.Message, Path: p.Path})
	}
	var err error
	if w.options != nil {
		if v.PublishOptions, err = registry.Service.Marshal(w.options); err != nil {
			return v, fault.Wrap(err, fault.Internal, "The dashboard's publish options cannot be kept.")
		}
	}
	v.Definition, err = w.document(c)
	return v, err
}

// document is the definition as it came, so that members which the SDK does not know are kept; a call that did
// not come through the door has the SDK's.
func (w draft) document(c *service.Call) (hub.Document, error) {
	if came := wire.RequestDocument(c.Context, w.operation, "Definition"); came != nil {
		return hub.NewDocument(came)
	}
	document, err := registry.Service.Marshal(w.definition)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The dashboard's definition cannot be kept.")
	}
	return hub.NewDocument(document)
}

func lenient(s *types.ValidationStrategy) bool {
	return s != nil && s.Mode == types.ValidationStrategyModeLenient
}

func versionARN(d hub.Dashboard, number int64) *string {
	return aws.String(d.ARN() + "/version/" + strconv.FormatInt(number, 10))
}

// versionStatus is a version's status: what was taken can be drawn, or its errors say what cannot.
func versionStatus(hub.DashboardVersion) types.ResourceStatus {
	return types.ResourceStatusCreationSuccessful
}

func shownErrors(errors []hub.DashboardError) []types.DashboardError {
	var shown []types.DashboardError
	for _, e := range errors {
		shown = append(shown, types.DashboardError{
			Type: types.DashboardErrorType(e.Type), Message: aws.String(e.Message), ViolatedEntities: []types.Entity{{Path: aws.String(e.Path)}},
		})
	}
	return shown
}

// setText is nil for a text that is not there.
func setText(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// shownVersion is a version in the API's shape.
func shownVersion(d hub.Dashboard, v hub.DashboardVersion) *types.DashboardVersion {
	shown := &types.DashboardVersion{
		Arn: versionARN(d, v.Number), VersionNumber: aws.Int64(v.Number), CreatedTime: aws.Time(v.Created), DataSetArns: v.DataSets,
		Description: setText(v.Description), ThemeArn: setText(v.Theme), Status: versionStatus(v), Errors: shownErrors(v.Errors),
	}
	for _, s := range v.Sheets {
		shown.Sheets = append(shown.Sheets, types.Sheet{SheetId: aws.String(s.ID), Name: setText(s.Name)})
	}
	return shown
}

// pathNumber is the version number in a path.
func pathNumber(number *int64) (int64, error) {
	if n := aws.ToInt64(number); n >= 1 {
		return n, nil
	}
	return 0, invalid("VersionNumber is %s; it is 1 or more.", fmt.Sprint(aws.ToInt64(number)))
}
