package cloudtrail

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"

	"interlaken/service"
)

// selectors say which events a trail delivers: either form of the API, and none for the management events alone.
type selectors struct {
	Basic    []types.EventSelector         `json:"basic,omitempty"`
	Advanced []types.AdvancedEventSelector `json:"advanced,omitempty"`
}

// Bounds of selectors (CloudTrail User Guide, "Quotas").
const (
	mostBasic     = 5
	mostResources = 250 // values of all basic selectors
	mostValues    = 500 // values of all advanced selectors
	objects       = "AWS::S3::Object"
	allObjects    = "arn:aws:s3"
	category      = "eventCategory"
)

func (s *selectors) custom() bool { return len(s.Basic)+len(s.Advanced) > 0 }

// selectors are the operations on them.
func (s *cloudtrail) selectors() []service.Operation {
	return []service.Operation{
		service.Define("PutEventSelectors", onTrail("PutEventSelectors", func(in *sdk.PutEventSelectorsInput) *string { return in.TrailName }),
			func(c *service.Call, in *sdk.PutEventSelectorsInput) (*sdk.PutEventSelectorsOutput, error) {
				t, err := lookUp(c, in.TrailName)
				if err != nil {
					return nil, err
				}
				if t.Selectors, err = readSelectors(in.EventSelectors, in.AdvancedEventSelectors); err != nil {
					return nil, err
				}
				return &sdk.PutEventSelectorsOutput{
					TrailARN: aws.String(t.arn()), EventSelectors: t.Selectors.Basic, AdvancedEventSelectors: t.Selectors.Advanced,
				}, trails.Put(c.Tx, t)
			}),
		service.Define("GetEventSelectors", onTrail("GetEventSelectors", func(in *sdk.GetEventSelectorsInput) *string { return in.TrailName }),
			func(c *service.Call, in *sdk.GetEventSelectorsInput) (*sdk.GetEventSelectorsOutput, error) {
				t, err := lookUp(c, in.TrailName)
				if err != nil {
					return nil, err
				}
				out := &sdk.GetEventSelectorsOutput{TrailARN: aws.String(t.arn()), EventSelectors: t.Selectors.Basic, AdvancedEventSelectors: t.Selectors.Advanced}
				if !t.Selectors.custom() {
					out.EventSelectors = []types.EventSelector{managementAlone}
				}
				return out, nil
			}, service.Reads),
	}
}

// managementAlone is what a trail delivers of which nothing else was said.
var managementAlone = types.EventSelector{
	ReadWriteType: types.ReadWriteTypeAll, IncludeManagementEvents: aws.Bool(true), DataResources: []types.DataResource{}, ExcludeManagementEventSources: []string{},
}

func badSelectors(why string) error {
	return &types.InvalidEventSelectorsException{Message: &why}
}

func readSelectors(basic []types.EventSelector, advanced []types.AdvancedEventSelector) (selectors, error) {
	s := selectors{basic, advanced}
	switch {
	case len(basic)+len(advanced) == 0:
		return s, badSelectors("Specify EventSelectors or AdvancedEventSelectors.")
	case len(basic) > 0 && len(advanced) > 0:
		return s, badSelectors("Specify either EventSelectors or AdvancedEventSelectors, not both.")
	case len(basic) > mostBasic:
		return s, badSelectors("A trail has at most 5 event selectors.")
	}
	values := 0
	for i := range s.Basic {
		n, err := checkBasic(&s.Basic[i])
		if err != nil {
			return s, err
		}
		if values += n; values > mostResources {
			return s, badSelectors("A trail has at most 250 data resources.")
		}
	}
	values = 0
	for i := range advanced {
		n, err := checkAdvanced(&advanced[i])
		if err != nil {
			return s, err
		}
		if values += n; values > mostValues {
			return s, badSelectors("A trail has at most 500 conditions over all its advanced event selectors.")
		}
	}
	return s, nil
}

// checkBasic fills in what a selector leaves out and counts its data resources.
func checkBasic(e *types.EventSelector) (int, error) {
	if e.ReadWriteType == "" {
		e.ReadWriteType = types.ReadWriteTypeAll
	}
	if e.IncludeManagementEvents == nil {
		e.IncludeManagementEvents = aws.Bool(true)
	}
	values := 0
	for _, r := range e.DataResources {
		if aws.ToString(r.Type) != objects {
			return 0, badSelectors("Data events of the resource type " + aws.ToString(r.Type) + " are not recorded here: AWS::S3::Object is.")
		}
		for _, v := range r.Values {
			if v != allObjects && !strings.HasPrefix(v, allObjects+":::") {
				return 0, badSelectors("Value " + v + " for DataResources.Values is invalid: it has to be arn:aws:s3, or begin with arn:aws:s3:::BUCKET/.")
			}
		}
		values += len(r.Values)
	}
	return values, nil
}

// fields are those of an advanced selector that events here have (API reference, AdvancedFieldSelector).
var fields = []string{category, "readOnly", "eventSource", "eventName", "eventType", "resources.type", "resources.ARN", "userIdentity.arn"}

// checkAdvanced counts the conditions of an advanced selector.
func checkAdvanced(e *types.AdvancedEventSelector) (int, error) {
	values, chosen := 0, ""
	for _, f := range e.FieldSelectors {
		field := aws.ToString(f.Field)
		given := slices.Concat(f.Equals, f.NotEquals, f.StartsWith, f.NotStartsWith, f.EndsWith, f.NotEndsWith)
		switch {
		case !slices.Contains(fields, field):
			return 0, badSelectors("The field " + field + " is none that events are selected by here.")
		case len(given) == 0:
			return 0, badSelectors("The field " + field + " has no operator with a value.")
		case field == category && (len(f.Equals) != 1 || len(given) != 1 || f.Equals[0] != "Management" && f.Equals[0] != "Data"):
			return 0, badSelectors("The field eventCategory must Equals either Management or Data.")
		case field == "resources.type" && !slices.Equal(given, []string{objects}):
			return 0, badSelectors("The field resources.type must Equals AWS::S3::Object: other data events are not recorded here.")
		}
		if field == category {
			chosen = f.Equals[0]
		}
		values += len(given)
	}
	if chosen == "" {
		return 0, badSelectors("An advanced event selector has to have the field eventCategory.")
	}
	return values, nil
}
