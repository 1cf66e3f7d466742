package share

import (
	"maps"
	"slices"
	"strings"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/store"
)

// InvalidParameterValue is QuickSight's code for a value that no caller may send.
const InvalidParameterValue fault.Code = "InvalidParameterValueException"

// Grant is a principal and actions, to be given or taken.
type Grant struct {
	Principal string
	Actions   []string
}

// Change takes and then gives, and returns the permissions that come out; current stays as it is. Every principal named
// must be a user, group or namespace of the account that exists, every action one that the kind of asset has, and what
// each principal has in the end must be one of the kind's sets or nothing. Else it fails with InvalidParameterValue and
// nothing is changed.
func Change(r store.Reader, k Kind, account string, current hub.Permissions, give, take []Grant) (hub.Permissions, error) {
	next := maps.Clone(current)
	if next == nil {
		next = hub.Permissions{}
	}
	touched := map[string]bool{}
	for _, g := range take {
		if err := g.check(r, k, account); err != nil {
			return nil, err
		}
		touched[g.Principal] = true
		next[g.Principal] = slices.DeleteFunc(slices.Clone(next[g.Principal]), func(a string) bool { return slices.Contains(g.Actions, a) })
	}
	for _, g := range give {
		if err := g.check(r, k, account); err != nil {
			return nil, err
		}
		touched[g.Principal] = true
		actions := slices.Concat(next[g.Principal], g.Actions)
		slices.Sort(actions)
		next[g.Principal] = slices.Compact(actions)
	}
	for _, principal := range slices.Sorted(maps.Keys(touched)) {
		switch actions := next[principal]; {
		case len(actions) == 0:
			delete(next, principal)
		case !isSet(k, actions):
			return nil, unsupportedSet(k, principal, actions)
		}
	}
	return next, nil
}

func (g Grant) check(r store.Reader, k Kind, account string) error {
	for _, action := range g.Actions {
		if !slices.Contains(sets[k][0], action) {
			return unsupportedSet(k, g.Principal, g.Actions)
		}
	}
	known, err := principalExists(r, account, g.Principal)
	if err == nil && !known {
		err = fault.New(InvalidParameterValue, "The principal %s is no user, group or namespace of account %s.", g.Principal, account)
	}
	return err
}

func unsupportedSet(k Kind, principal string, actions []string) error {
	return fault.New(InvalidParameterValue,
		"ResourcePermission list contains unsupported permission sets for this resource: %s would have [%s]. Supported permission sets of a %s: [%s], [%s].",
		principal, strings.Join(actions, ", "), k, strings.Join(sets[k][0], ", "), strings.Join(sets[k][1], ", "))
}

// principalExists reports whether an ARN names a user, group or namespace of the account that exists under exactly this
// ARN.
func principalExists(r store.Reader, account, text string) (bool, error) {
	a, err := arn.Parse(text)
	if err != nil || a.Service != "quicksight" || a.Account != account {
		return false, nil
	}
	if a.Type() == "namespace" {
		return a.Name() == hub.DefaultNamespace && hub.NamespaceARN(a.Region, account, a.Name()) == text, nil
	}
	namespace, name, ok := strings.Cut(a.Name(), "/")
	if !ok {
		return false, nil
	}
	var found string
	switch a.Type() {
	case "user":
		u, failed := hub.GetUser(r, account, namespace, name)
		found, err = u.ARN(), failed
	case "group":
		g, failed := hub.GetGroup(r, account, namespace, name)
		found, err = g.ARN(), failed
	default:
		return false, nil
	}
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	return err == nil && found == text, err
}
