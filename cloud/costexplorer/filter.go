package costexplorer

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/costexplorer/types"

	"interlaken/fault"
	"interlaken/usage"
)

// dimensions are what usage is split and filtered by, and a record's value of each.
var dimensions = map[types.Dimension]func(*usage.Record) string{
	types.DimensionLinkedAccount: func(r *usage.Record) string { return r.Account },
	types.DimensionService:       func(r *usage.Record) string { return r.Service },
	types.DimensionUsageType:     func(r *usage.Record) string { return r.UsageType },
	types.DimensionOperation:     func(r *usage.Record) string { return r.Operation },
	types.DimensionRecordType:    func(*usage.Record) string { return "Usage" }, // no credits, refunds and taxes here
}

const knownDimensions = "LINKED_ACCOUNT, OPERATION, RECORD_TYPE, SERVICE and USAGE_TYPE"

// maxGroups is the most dimensions of one answer (API reference, GetCostAndUsage, GroupBy).
const maxGroups = 2

// group is one dimension by which the answer is split.
type group struct {
	key string
	of  func(*usage.Record) string
}

func readGroups(definitions []types.GroupDefinition) ([]group, error) {
	if len(definitions) > maxGroups {
		return nil, invalid("Group Definition should not be greater than %d", maxGroups)
	}
	var groups []group
	for _, d := range definitions {
		if d.Type != "" && d.Type != types.GroupDefinitionTypeDimension {
			return nil, fault.New(fault.Unsupported, "Groups by %s are not supported here.", d.Type)
		}
		of := dimensions[types.Dimension(aws.ToString(d.Key))]
		if of == nil {
			return nil, invalid("Group Definition key %s is not one of %s.", aws.ToString(d.Key), knownDimensions)
		}
		groups = append(groups, group{*d.Key, of})
	}
	return groups, nil
}

// filter reports whether a record counts.
type filter func(*usage.Record) bool

// readFilter reads an expression, which has exactly one of its operators at each level (API reference, Expression).
func readFilter(e *types.Expression) (filter, error) {
	if e == nil {
		return func(*usage.Record) bool { return true }, nil
	}
	if e.Tags != nil || e.CostCategories != nil {
		return nil, fault.New(fault.Unsupported, "Filters by tag and by cost category are not supported here.")
	}
	operators := 0
	for _, given := range []bool{e.And != nil, e.Or != nil, e.Not != nil, e.Dimensions != nil} {
		if given {
			operators++
		}
	}
	if operators != 1 {
		return nil, invalid("An expression has exactly one of And, Or, Not, Dimensions, Tags and CostCategories.")
	}
	switch {
	case e.Dimensions != nil:
		return readValues(e.Dimensions)
	case e.Not != nil:
		inner, err := readFilter(e.Not)
		return func(r *usage.Record) bool { return !inner(r) }, err
	case e.And != nil:
		all, err := readFilters(e.And)
		return func(r *usage.Record) bool {
			return !slices.ContainsFunc(all, func(f filter) bool { return !f(r) })
		}, err
	default:
		some, err := readFilters(e.Or)
		return func(r *usage.Record) bool {
			return slices.ContainsFunc(some, func(f filter) bool { return f(r) })
		}, err
	}
}

func readFilters(expressions []types.Expression) ([]filter, error) {
	if len(expressions) < 2 {
		return nil, invalid("And and Or have at least two expressions.")
	}
	filters := make([]filter, len(expressions))
	for i := range expressions {
		var err error
		if filters[i], err = readFilter(&expressions[i]); err != nil {
			return nil, err
		}
	}
	return filters, nil
}

// readValues reads the test of one dimension. Values are compared whole and with their case unless MatchOptions say
// otherwise.
func readValues(d *types.DimensionValues) (filter, error) {
	of := dimensions[d.Key]
	if of == nil {
		return nil, invalid("The dimension %s is not one of %s.", d.Key, knownDimensions)
	}
	matches, fold := func(value, wanted string) bool { return value == wanted }, false
	for _, option := range d.MatchOptions {
		switch option {
		case types.MatchOptionEquals, types.MatchOptionCaseSensitive:
		case types.MatchOptionCaseInsensitive:
			fold = true
		case types.MatchOptionStartsWith:
			matches = strings.HasPrefix
		case types.MatchOptionEndsWith:
			matches = strings.HasSuffix
		case types.MatchOptionContains:
			matches = strings.Contains
		default:
			return nil, invalid("The match option %s does not apply to dimensions here.", option)
		}
	}
	if len(d.Values) == 0 {
		return nil, invalid("The filter of %s has no values.", d.Key)
	}
	return func(r *usage.Record) bool {
		value := of(r)
		return slices.ContainsFunc(d.Values, func(wanted string) bool {
			if fold {
				return matches(strings.ToLower(value), strings.ToLower(wanted))
			}
			return matches(value, wanted)
		})
	}, nil
}
