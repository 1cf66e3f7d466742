package quicksight

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/service"
	registry "interlaken/wire/quicksight"
)

// cut is what CreateTemplate and UpdateTemplate have in common.
type cut struct {
	operation   string
	definition  *types.TemplateVersionDefinition
	source      *types.TemplateSourceEntity
	description *string
	strategy    *types.ValidationStrategy
}

// version makes a version of a request that is whole and understood.
func (k cut) version(c *service.Call, caller hub.Caller) (hub.ModelVersion, error) {
	v := hub.ModelVersion{Description: aws.ToString(k.description), Created: c.Now}
	s := sheets{operation: k.operation, given: k.definition, lenient: lenient(k.strategy)}
	var err error
	switch {
	case (k.source != nil) == (k.definition != nil):
		return v, invalid("A template has a Definition or a SourceEntity, one of them.")
	case k.definition != nil:
	case k.source.SourceAnalysis != nil && k.source.SourceTemplate == nil:
		v.Source = aws.ToString(k.source.SourceAnalysis.Arn)
		s.text, err = pattern(c, caller, k.source.SourceAnalysis)
	case k.source.SourceTemplate != nil && k.source.SourceAnalysis == nil:
		v.Source = aws.ToString(k.source.SourceTemplate.Arn)
		var from hub.ModelVersion
		if from, err = sourceTemplate(c, caller, v.Source); err == nil {
			s.text, err = from.Definition.Text()
		}
	default:
		return v, invalid("A SourceEntity is an analysis or a template, one of them.")
	}
	if err != nil {
		return v, err
	}
	read := k.definition
	if s.text != nil {
		read = &types.TemplateVersionDefinition{}
		if err := registry.Service.Unmarshal(s.text, read); err != nil {
			return v, fault.Wrap(err, fault.Internal, "The template's source cannot be read.")
		}
	}
	if v.Schemas, err = registry.Service.Marshal(&types.TemplateVersionDefinition{DataSetConfigurations: read.DataSetConfigurations}); err != nil {
		return v, fault.Wrap(err, fault.Internal, "The template's data sets cannot be kept.")
	}
	s.definition = &types.DashboardVersionDefinition{
		AnalysisDefaults: read.AnalysisDefaults, CalculatedFields: read.CalculatedFields, ColumnConfigurations: read.ColumnConfigurations,
		FilterGroups: read.FilterGroups, Options: read.Options, ParameterDeclarations: read.ParameterDeclarations, Sheets: read.Sheets,
		StaticFiles: read.StaticFiles, TooltipSheets: read.TooltipSheets,
	}
	columns, err := schemas(read.DataSetConfigurations)
	if err != nil {
		return v, err
	}
	v.Content, err = s.content(c, columns)
	return v, err
}

// schemas are the columns that a template expects, by placeholder; nil where it does not say them for every placeholder.
func schemas(configurations []types.DataSetConfiguration) (definition.OutputColumns, error) {
	columns, whole := definition.OutputColumns{}, true
	for _, set := range configurations {
		place := aws.ToString(set.Placeholder)
		if _, twice := columns[place]; twice || place == "" {
			return nil, invalid("The placeholder %q of DataSetConfigurations is empty or given twice.", place)
		}
		columns[place] = []definition.Column{}
		if whole = whole && set.DataSetSchema != nil; !whole {
			continue
		}
		for _, column := range set.DataSetSchema.ColumnSchemaList {
			columns[place] = append(columns[place], definition.Column{Name: aws.ToString(column.Name), Type: types.ColumnDataType(aws.ToString(column.DataType))})
		}
	}
	if !whole {
		return nil, nil
	}
	return columns, nil
}

func shownTemplateErrors(kept []hub.DashboardError) []types.TemplateError {
	var shown []types.TemplateError
	for _, e := range kept {
		shown = append(shown, types.TemplateError{
			Type: types.TemplateErrorType(e.Type), Message: aws.String(e.Message), ViolatedEntities: []types.Entity{{Path: aws.String(e.Path)}},
		})
	}
	return shown
}
