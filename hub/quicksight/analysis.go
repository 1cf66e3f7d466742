package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
)

func analysisTarget(account, id *string) target {
	return target{account: account, resource: "analysis/" + aws.ToString(id)}
}

// analysis finds an analysis with which the caller may do an action.
func analysis(c *service.Call, id *string, action string) (hub.Caller, hub.Analysis, error) {
	caller, err := hub.Resolve(c.Tx, c.Session)
	if err != nil {
		return caller, hub.Analysis{}, err
	}
	a, err := share.Analysis(c.Tx, caller, aws.ToString(id), action, c.Now)
	return caller, a, err
}

// standing is analysis for one that is not deleted.
func standing(c *service.Call, id *string, action string) (hub.Caller, hub.Analysis, error) {
	caller, a, err := analysis(c, id, action)
	if err == nil && a.IsDeleted() {
		err = conflict("Analysis %s is deleted; restore it first.", a.ID)
	}
	return caller, a, err
}

// asDashboard is what is looked at of an analysis' definition: all that a dashboard's has too.
func asDashboard(d *types.AnalysisDefinition) *types.DashboardVersionDefinition {
	return &types.DashboardVersionDefinition{
		DataSetIdentifierDeclarations: d.DataSetIdentifierDeclarations, AnalysisDefaults: d.AnalysisDefaults, CalculatedFields: d.CalculatedFields,
		ColumnConfigurations: d.ColumnConfigurations, FilterGroups: d.FilterGroups, Options: d.Options, ParameterDeclarations: d.ParameterDeclarations,
		Sheets: d.Sheets, StaticFiles: d.StaticFiles, TooltipSheets: d.TooltipSheets,
	}
}

// sketch is what CreateAnalysis and UpdateAnalysis have in common.
type sketch struct {
	operation  string
	definition *types.AnalysisDefinition
	source     *types.AnalysisSourceEntity
	theme      *string
	parameters *types.Parameters
	strategy   *types.ValidationStrategy
}

// content makes the definition of a request that is whole and understood.
func (k sketch) content(c *service.Call, caller hub.Caller) (hub.Content, error) {
	template := k.source != nil && k.source.SourceTemplate != nil
	s := sheets{operation: k.operation, given: k.definition, theme: k.theme, lenient: lenient(k.strategy)}
	switch {
	case k.parameters != nil:
		return hub.Content{}, unsupported("Parameters of an analysis are")
	case template == (k.definition != nil):
		return hub.Content{}, invalid("An analysis has a Definition or a SourceEntity, one of them.")
	case template:
		var err error
		if s, err = s.fromTemplate(c, caller, k.source.SourceTemplate.Arn, k.source.SourceTemplate.DataSetReferences); err != nil {
			return hub.Content{}, err
		}
	default:
		s.definition = asDashboard(k.definition)
	}
	return s.overDataSets(c, caller)
}

// analysisStatus is an analysis' status: what was taken can be drawn, or its errors say what cannot.
func analysisStatus(a *hub.Analysis) types.ResourceStatus {
	switch {
	case a.IsDeleted():
		return types.ResourceStatusDeleted
	case a.Changed:
		return types.ResourceStatusUpdateSuccessful
	}
	return types.ResourceStatusCreationSuccessful
}

func shownAnalysisErrors(kept []hub.DashboardError) []types.AnalysisError {
	var shown []types.AnalysisError
	for _, e := range kept {
		shown = append(shown, types.AnalysisError{
			Type: types.AnalysisErrorType(e.Type), Message: aws.String(e.Message), ViolatedEntities: []types.Entity{{Path: aws.String(e.Path)}},
		})
	}
	return shown
}

func shownAnalysis(a hub.Analysis) types.AnalysisSummary {
	return types.AnalysisSummary{
		Arn: aws.String(a.ARN()), AnalysisId: aws.String(a.ID), Name: aws.String(a.Name), Status: analysisStatus(&a),
		CreatedTime: aws.Time(a.Created), LastUpdatedTime: aws.Time(a.Updated),
	}
}
