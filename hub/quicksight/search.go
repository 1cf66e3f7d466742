package quicksight

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

// condition is one filter of a search, whatever kind of asset it is for.
type condition struct {
	name     string
	operator types.FilterOperator
	value    *string
}

// search makes the test of a search for assets of a kind, of which all filters hold. name is the filter of the assets'
// names.
func search(c *service.Call, k share.Kind, name string, filters []condition) (func(entry) (bool, error), error) {
	var tests []func(entry) (bool, error)
	for _, f := range filters {
		test, err := f.test(c, k, name)
		if err != nil {
			return nil, err
		}
		tests = append(tests, test)
	}
	return func(e entry) (bool, error) {
		for _, test := range tests {
			if holds, err := test(e); err != nil || !holds {
				return false, err
			}
		}
		return true, nil
	}, nil
}

// test is the test of one filter (QuickSight API Reference, DashboardSearchFilter and those of the other kinds).
func (f condition) test(c *service.Call, k share.Kind, name string) (func(entry) (bool, error), error) {
	value := aws.ToString(f.value)
	switch {
	case f.name == name && f.operator == types.FilterOperatorStringEquals:
		return func(e entry) (bool, error) { return e.name == value, nil }, nil
	case f.name == name && f.operator == types.FilterOperatorStringLike:
		part := strings.ToLower(strings.Trim(value, "*"))
		return func(e entry) (bool, error) { return strings.Contains(strings.ToLower(e.name), part), nil }, nil
	case f.operator != types.FilterOperatorStringEquals:
		return nil, invalid("The filter %s takes the operator StringEquals.", f.name)
	}
	attribute, direct := strings.CutPrefix(f.name, "DIRECT_")
	principals := []string{value}
	if !direct {
		var err error
		if principals, err = standingFor(c, value); err != nil {
			return nil, err
		}
	}
	owner, viewer := k.ChangesPermissions(), k.Describes()
	var holds func(hub.Permissions) bool
	switch attribute {
	case "QUICKSIGHT_OWNER":
		holds = func(p hub.Permissions) bool { return p.Allows(principals, owner) }
	case "QUICKSIGHT_SOLE_OWNER":
		holds = func(p hub.Permissions) bool { return slices.Equal(p.Holders(owner), principals) }
	case "QUICKSIGHT_USER", "QUICKSIGHT_VIEWER_OR_OWNER":
		holds = func(p hub.Permissions) bool { return p.Allows(principals, viewer) }
	default:
		return nil, invalid("There is no filter %s.", f.name)
	}
	return func(e entry) (bool, error) {
		if direct {
			return holds(e.own), nil
		}
		all, err := share.Resolved(c.Tx, e.arn, e.own)
		return err == nil && holds(all), err
	}, nil
}

// standingFor are the principals whose permissions a user or group of the account has.
func standingFor(c *service.Call, text string) ([]string, error) {
	u, err := hub.GetUserByARN(c.Tx, c.Account(), text)
	if fault.Is(err, fault.NotFound) {
		return []string{text}, nil // a group, or nobody
	}
	if err != nil {
		return nil, err
	}
	return hub.Caller{User: &u}.Principals(c.Tx)
}
