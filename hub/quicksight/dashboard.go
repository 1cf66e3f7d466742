package quicksight

import (
	"fmt"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
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
		may, err := share.May(c.Tx, caller, d.ARN(), d.Permissions, share.UpdateDashboard)
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
	sheets
	id, description *string
	source          *types.DashboardSourceEntity
	options         *types.DashboardPublishOptions
}

// version makes a version of a request that is whole and understood.
func (w draft) version(c *service.Call, caller hub.Caller) (hub.DashboardVersion, error) {
	v := hub.DashboardVersion{
		Account: c.Account(), Region: c.Session.Region, Dashboard: aws.ToString(w.id), Description: aws.ToString(w.description), Created: c.Now,
	}
	definition, err := w.sheets, error(nil)
	switch given := w.definition != nil; {
	case w.source != nil && w.source.SourceTemplate != nil && given:
		return v, invalid("A dashboard has a Definition or a SourceEntity, one of them.")
	case w.source != nil && w.source.SourceTemplate != nil:
		t := w.source.SourceTemplate
		definition, err = w.fromTemplate(c, caller, t.Arn, t.DataSetReferences)
	case !given:
		err = invalid("A dashboard needs a Definition, or a SourceEntity.")
	}
	if err != nil {
		return v, err
	}
	made, err := definition.overDataSets(c, caller)
	if err != nil {
		return v, err
	}
	v.Theme, v.DataSets, v.Sheets, v.Errors, v.Definition = made.Theme, made.DataSets, made.Sheets, made.Errors, made.Definition
	if w.options != nil {
		if v.PublishOptions, err = registry.Service.Marshal(w.options); err != nil {
			return v, fault.Wrap(err, fault.Internal, "The dashboard's publish options cannot be kept.")
		}
	}
	return v, nil
}

// links holds the analyses that a dashboard is linked to, to being seen by the caller.
func links(c *service.Call, caller hub.Caller, analyses []string) ([]string, error) {
	for _, text := range analyses {
		if _, err := share.AnalysisByARN(c.Tx, caller, text, share.DescribeAnalysis, c.Now); err != nil {
			return nil, err
		}
	}
	return analyses, nil
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
		Sheets: shownSheets(v.Sheets),
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
