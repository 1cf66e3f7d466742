package policy

import "strings"

type family uint8

const (
	stringFamily family = iota
	numericFamily
	dateFamily
	boolFamily
	binaryFamily
	addressFamily
	arnFamily
	nullFamily
)

type comparison uint8

const (
	equal comparison = iota
	less
	lessOrEqual
	greater
	greaterOrEqual
)

// operator is a condition operator without its set prefix and its suffix.
type operator struct {
	family     family
	comparison comparison
	negated    bool // true where the positive form is false
	wild       bool // "*" and "?" are wildcards
	ignoreCase bool
}

// operators are those of the User Guide, "IAM JSON policy elements: Condition operators". Names are exact.
var operators = map[string]operator{
	"StringEquals":              {family: stringFamily},
	"StringNotEquals":           {family: stringFamily, negated: true},
	"StringEqualsIgnoreCase":    {family: stringFamily, ignoreCase: true},
	"StringNotEqualsIgnoreCase": {family: stringFamily, ignoreCase: true, negated: true},
	"StringLike":                {family: stringFamily, wild: true},
	"StringNotLike":             {family: stringFamily, wild: true, negated: true},

	"NumericEquals":            {family: numericFamily},
	"NumericNotEquals":         {family: numericFamily, negated: true},
	"NumericLessThan":          {family: numericFamily, comparison: less},
	"NumericLessThanEquals":    {family: numericFamily, comparison: lessOrEqual},
	"NumericGreaterThan":       {family: numericFamily, comparison: greater},
	"NumericGreaterThanEquals": {family: numericFamily, comparison: greaterOrEqual},

	"DateEquals":            {family: dateFamily},
	"DateNotEquals":         {family: dateFamily, negated: true},
	"DateLessThan":          {family: dateFamily, comparison: less},
	"DateLessThanEquals":    {family: dateFamily, comparison: lessOrEqual},
	"DateGreaterThan":       {family: dateFamily, comparison: greater},
	"DateGreaterThanEquals": {family: dateFamily, comparison: greaterOrEqual},

	"Bool":         {family: boolFamily},
	"BinaryEquals": {family: binaryFamily},

	"IpAddress":    {family: addressFamily},
	"NotIpAddress": {family: addressFamily, negated: true},

	"ArnEquals":    {family: arnFamily},
	"ArnLike":      {family: arnFamily},
	"ArnNotEquals": {family: arnFamily, negated: true},
	"ArnNotLike":   {family: arnFamily, negated: true},

	"Null": {family: nullFamily},
}

// quantifier is a set prefix: how a key with any number of values is asked.
type quantifier uint8

const (
	single quantifier = iota
	forAllValues
	forAnyValue
)

// parseOperator takes a name apart. ok is false for a name that AWS does not document.
func parseOperator(name string) (op operator, set quantifier, ifExists, ok bool) {
	if rest, found := strings.CutPrefix(name, "ForAllValues:"); found {
		name, set = rest, forAllValues
	} else if rest, found := strings.CutPrefix(name, "ForAnyValue:"); found {
		name, set = rest, forAnyValue
	}
	name, ifExists = strings.CutSuffix(name, "IfExists")
	op, ok = operators[name]
	if op.family == nullFamily && (ifExists || set != single) {
		return op, set, ifExists, false
	}
	return op, set, ifExists, ok
}
