package athena

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/service"
	"interlaken/store"
)

// primary is the workgroup that every account has.
const primary = "primary"

// workGroup is a workgroup as it is kept: the API's shape and whose it is.
type workGroup struct {
	Account string            `json:"account"`
	Group   types.WorkGroup   `json:"group"`
	Tags    map[string]string `json:"tags,omitempty"`
}

var workGroups = store.Collection[workGroup]{
	Table: "athena.workgroup", Schema: 1,
	Key: func(g *workGroup) string { return store.Key(g.Account, *g.Group.Name) },
}

// workGroupARN is the ARN of a workgroup of the caller's account; without a name it is primary's.
func workGroupARN(c *service.Call, name *string) string {
	return c.ARN("athena", "workgroup/"+orElse(aws.ToString(name), primary))
}

func onWorkGroup[In any](action string, name func(*In) *string) func(*service.Call, *In) ([]service.Check, error) {
	return func(c *service.Call, in *In) ([]service.Check, error) {
		check, err := checkWorkGroup(c, action, name(in))
		return []service.Check{check}, err
	}
}

// checkWorkGroup asks for an action on a workgroup of the caller's account, with its tags.
func checkWorkGroup(c *service.Call, action string, name *string) (service.Check, error) {
	g, err := workGroups.Get(c.Tx, store.Key(c.Account(), orElse(aws.ToString(name), primary)))
	if fault.Is(err, fault.NotFound) {
		err = nil
	}
	return service.Check{Action: action, Resource: workGroupARN(c, name), Keys: resourceTags(g.Tags)}, err
}

// checkWorkGroups asks for an action on each of some workgroups; where there is none, on primary.
func checkWorkGroups(c *service.Call, action string, names []string) ([]service.Check, error) {
	if len(names) == 0 {
		names = []string{primary}
	}
	slices.Sort(names)
	var checks []service.Check
	for _, name := range slices.Compact(names) {
		check, err := checkWorkGroup(c, action, &name)
		if err != nil {
			return nil, err
		}
		checks = append(checks, check)
	}
	return checks, nil
}

// findWorkGroup returns a workgroup of the caller's account. primary is there before anybody has changed it.
func findWorkGroup(c *service.Call, name *string) (types.WorkGroup, error) {
	g, err := keptWorkGroup(c, name)
	return g.Group, err
}

func keptWorkGroup(c *service.Call, name *string) (workGroup, error) {
	wanted := orElse(aws.ToString(name), primary)
	g, err := workGroups.Get(c.Tx, store.Key(c.Account(), wanted))
	if fault.Is(err, fault.NotFound) {
		if wanted == primary {
			return workGroup{Account: c.Account(), Group: untouchedPrimary()}, nil
		}
		return workGroup{}, invalid("INVALID_INPUT", "WorkGroup is not found.")
	}
	return g, err
}

// untouchedPrimary is primary as it comes with an account. When that was is not known here.
func untouchedPrimary() types.WorkGroup {
	return types.WorkGroup{
		Name: aws.String(primary), State: types.WorkGroupStateEnabled,
		Configuration: &types.WorkGroupConfiguration{
			ResultConfiguration: &types.ResultConfiguration{}, EnforceWorkGroupConfiguration: aws.Bool(false),
			PublishCloudWatchMetricsEnabled: aws.Bool(false), RequesterPaysEnabled: aws.Bool(false), EngineVersion: engineVersion(),
		},
	}
}

// engineVersion is the one engine: the newest, chosen automatically.
func engineVersion() *types.EngineVersion {
	return &types.EngineVersion{
		SelectedEngineVersion: aws.String("AUTO"), EffectiveEngineVersion: aws.String("Athena engine version 3"),
	}
}

// acceptEngine refuses to select an engine that is not there.
func acceptEngine(v *types.EngineVersion) error {
	if v == nil || v.SelectedEngineVersion == nil || *v.SelectedEngineVersion == "AUTO" || *v.SelectedEngineVersion == "Athena engine version 3" {
		return nil
	}
	return invalid("INVALID_INPUT", "%s is not a valid engine version.", *v.SelectedEngineVersion)
}
