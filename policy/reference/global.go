package reference

import "strings"

// Key is a condition key.
type Key struct {
	Type string // "String", "ARN", "Numeric", "Date", "Bool", "IPAddress"
	Many bool   // it can have several values, so that a set prefix (ForAnyValue, ForAllValues) makes sense
}

// globals are AWS's (IAM User Guide, "AWS global condition context keys"); one that ends in "/" takes a tag's name behind it.
var globals = map[string]Key{
	"aws:assumedroot":                  {Type: "Bool"},
	"aws:calledvia":                    {Type: "String", Many: true},
	"aws:calledviafirst":               {Type: "String"},
	"aws:calledvialast":                {Type: "String"},
	"aws:chatbotsourcearn":             {Type: "ARN"},
	"aws:currenttime":                  {Type: "Date"},
	"aws:ec2instancesourceprivateipv4": {Type: "IPAddress"},
	"aws:ec2instancesourcevpc":         {Type: "String"},
	"aws:epochtime":                    {Type: "Date"},
	"aws:federatedprovider":            {Type: "String"},
	"aws:multifactorauthage":           {Type: "Numeric"},
	"aws:multifactorauthpresent":       {Type: "Bool"},
	"aws:principalaccount":             {Type: "String"},
	"aws:principalarn":                 {Type: "ARN"},
	"aws:principalisawsservice":        {Type: "Bool"},
	"aws:principalorgid":               {Type: "String"},
	"aws:principalorgpaths":            {Type: "String", Many: true},
	"aws:principalservicename":         {Type: "String"},
	"aws:principalservicenameslist":    {Type: "String", Many: true},
	"aws:principaltag/":                {Type: "String"},
	"aws:principaltype":                {Type: "String"},
	"aws:referer":                      {Type: "String"},
	"aws:requestedregion":              {Type: "String"},
	"aws:requesttag/":                  {Type: "String"},
	"aws:resourceaccount":              {Type: "String"},
	"aws:resourceorgid":                {Type: "String"},
	"aws:resourceorgpaths":             {Type: "String", Many: true},
	"aws:resourcetag/":                 {Type: "String"},
	"aws:securetransport":              {Type: "Bool"},
	"aws:sourceaccount":                {Type: "String"},
	"aws:sourcearn":                    {Type: "ARN"},
	"aws:sourceidentity":               {Type: "String"},
	"aws:sourceip":                     {Type: "IPAddress"},
	"aws:sourceorgid":                  {Type: "String"},
	"aws:sourceorgpaths":               {Type: "String", Many: true},
	"aws:sourcevpc":                    {Type: "String"},
	"aws:sourcevpcarn":                 {Type: "ARN"},
	"aws:sourcevpce":                   {Type: "String"},
	"aws:tagkeys":                      {Type: "String", Many: true},
	"aws:tokenissuetime":               {Type: "Date"},
	"aws:useragent":                    {Type: "String"},
	"aws:userid":                       {Type: "String"},
	"aws:username":                     {Type: "String"},
	"aws:viaawsservice":                {Type: "Bool"},
	"aws:vpceaccount":                  {Type: "String"},
	"aws:vpceorgid":                    {Type: "String"},
	"aws:vpceorgpaths":                 {Type: "String", Many: true},
	"aws:vpcsourceip":                  {Type: "IPAddress"},
}

// FindKey returns a condition key of AWS or of a service whose keys are known, in whatever case. checked is false for the
// key of a service that is not known here, of which nothing can be said.
func FindKey(name string) (key Key, exists, checked bool) {
	lower := strings.ToLower(name)
	prefix, _, found := strings.Cut(lower, ":")
	if !found {
		return Key{}, false, true
	}
	if prefix == "aws" {
		key, exists = globals[tagless(lower, func(k string) bool { _, ok := globals[k]; return ok })]
		return key, exists, true
	}
	s, known := Lookup(prefix)
	if !known {
		return Key{}, false, false
	}
	kind := s.KeyType(lower)
	kind, many := strings.CutPrefix(kind, "ArrayOf")
	return Key{Type: kind, Many: many}, kind != "", true
}

// tagless cuts the tag's name off a key where the rest is one that takes it.
func tagless(key string, has func(string) bool) string {
	if at := strings.IndexByte(key, '/'); at > 0 && at < len(key)-1 && has(key[:at+1]) {
		return key[:at+1]
	}
	return key
}
