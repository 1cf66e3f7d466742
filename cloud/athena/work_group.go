package athena

import (
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
	Account string          `json:"account"`
	Group   types.WorkGroup `json:"group"`
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
	return service.On(action, func(c *service.Call, in *In) string { return workGroupARN(c, name(in)) })
}

// findWorkGroup returns a workgroup of the caller's account. primary is there before anybody has changed it.
func findWorkGroup(c *service.Call, name *string) (types.WorkGroup, error) {
	wanted := orElse(aws.ToString(name), primary)
	g, err := workGroups.Get(c.Tx, store.Key(c.Account(), wanted))
	if fault.Is(err, fault.NotFound) {
		if wanted == primary {
			return untouchedPrimary(), nil
		}
		return types.WorkGroup{}, invalid("INVALID_INPUT", "WorkGroup is not found.")
	}
	return g.Group, err
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
