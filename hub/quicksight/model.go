package quicksight

import (
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
	"interlaken/store"
)

func templateTarget(account, id *string) target {
	return target{account: account, resource: "template/" + aws.ToString(id)}
}

func themeTarget(account, id *string) target {
	return target{account: account, resource: "theme/" + aws.ToString(id)}
}

// template finds a template with which the caller may do an action.
func template(c *service.Call, id *string, action string) (hub.Caller, hub.Model, error) {
	return model(c, id, action, share.Template)
}

// theme finds a theme with which the caller may do an action.
func theme(c *service.Call, id *string, action string) (hub.Caller, hub.Model, error) {
	return model(c, id, action, share.Theme)
}

func model(c *service.Call, id *string, action string, find func(store.Reader, hub.Caller, string, string) (hub.Model, error)) (hub.Caller, hub.Model, error) {
	caller, err := hub.Resolve(c.Tx, c.Session)
	if err != nil {
		return caller, hub.Model{}, err
	}
	m, err := find(c.Tx, caller, aws.ToString(id), action)
	return caller, m, err
}

// modelVersion is the version that a request names by number or alias; the newest one where it names none.
func modelVersion(c *service.Call, s hub.Models, m hub.Model, number *int64, alias *string) (hub.ModelVersion, error) {
	wanted, err := m.Latest, error(nil)
	switch {
	case number != nil && alias != nil:
		err = invalid("VersionNumber and AliasName are not given together.")
	case number != nil:
		wanted = *number
	case alias != nil:
		wanted, err = m.Alias(*alias)
	}
	if err != nil {
		return hub.ModelVersion{}, err
	}
	return s.Version(c.Tx, m, wanted)
}

// alias has a name stand for a version of a model. $LATEST and $PUBLISHED are not names that anybody gives.
func alias(c *service.Call, s hub.Models, m hub.Model, name *string, number *int64, isNew bool) error {
	if !hub.ValidID(aws.ToString(name)) {
		return invalid("The alias %q is not valid: it has 1 to 512 letters, digits, hyphens and underscores.", aws.ToString(name))
	}
	return s.SetAlias(c.Tx, m, *name, aws.ToInt64(number), isNew)
}

func aliasARN(m hub.Model, name string) *string { return aws.String(m.ARN() + "/alias/" + name) }

func modelVersionARN(m hub.Model, number int64) *string {
	return aws.String(m.ARN() + "/version/" + strconv.FormatInt(number, 10))
}

// removed deletes a model, or one version of it.
func removed(c *service.Call, s hub.Models, m hub.Model, number *int64) error {
	if number == nil {
		return s.DeleteWhole(c.Tx, m)
	}
	return s.DeleteVersion(c.Tx, m, *number)
}
