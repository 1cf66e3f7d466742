package quicksight

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/share"
	"interlaken/service"
	registry "interlaken/wire/quicksight"
)

// instance is the definition that a template gives over data sets: the template's own JSON, with the data sets of the
// references declared by the names that it has for them.
func instance(c *service.Call, caller hub.Caller, template string, references []types.DataSetReference) (json.RawMessage, error) {
	v, err := sourceTemplate(c, caller, template)
	if err != nil {
		return nil, err
	}
	members, err := membersOf(v.Definition)
	if err != nil {
		return nil, err
	}
	places, err := placeholders(v)
	if err != nil {
		return nil, err
	}
	sets := map[string]*string{}
	for _, r := range references {
		sets[aws.ToString(r.DataSetPlaceholder)] = r.DataSetArn
	}
	var declarations []map[string]string
	for _, p := range places {
		set := sets[aws.ToString(p.Placeholder)]
		if set == nil {
			return nil, invalid("The template %s needs a data set for its placeholder %q in DataSetReferences.", template, aws.ToString(p.Placeholder))
		}
		declarations = append(declarations, map[string]string{"Identifier": *p.Placeholder, "DataSetArn": *set})
	}
	delete(members, "DataSetConfigurations")
	if members["DataSetIdentifierDeclarations"], err = json.Marshal(declarations); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The data sets cannot be declared.")
	}
	return joined(members)
}

// sourceTemplate is the version of a template that an ARN names, which may end with an alias or a version; the newest one
// where it does not.
func sourceTemplate(c *service.Call, caller hub.Caller, text string) (hub.ModelVersion, error) {
	bare, rest := text, ""
	if a, err := arn.Parse(text); err == nil {
		name, end, _ := strings.Cut(a.Name(), "/")
		bare, rest = hub.AssetARN(a.Type(), a.Region, a.Account, name), end
	}
	check, err := onResource(c, share.Templates.Describes(), bare)
	if err != nil {
		return hub.ModelVersion{}, err
	}
	if err := c.Authorize(check); err != nil {
		return hub.ModelVersion{}, err
	}
	m, err := share.TemplateByARN(c.Tx, caller, bare, share.Templates.Describes())
	if err != nil {
		return hub.ModelVersion{}, err
	}
	number := m.Latest
	switch kind, name, _ := strings.Cut(rest, "/"); kind {
	case "":
	case "alias":
		number, err = m.Alias(name)
	case "version":
		number, err = strconv.ParseInt(name, 10, 64)
	default:
		err = invalid("%s is not the ARN of a template, its version or its alias.", text)
	}
	if err != nil {
		return hub.ModelVersion{}, fault.Wrap(err, share.InvalidParameterValue, "%s names no version of a template.", text)
	}
	return hub.Templates.Version(c.Tx, m, number)
}

// placeholders are the data sets that a template stands for.
func placeholders(v hub.ModelVersion) ([]types.DataSetConfiguration, error) {
	var held types.TemplateVersionDefinition
	if err := registry.Service.Unmarshal(v.Schemas, &held); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The template's data sets cannot be read.")
	}
	return held.DataSetConfigurations, nil
}

func membersOf(kept hub.Document) (map[string]json.RawMessage, error) {
	text, err := kept.Text()
	if err != nil {
		return nil, err
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The definition cannot be read.")
	}
	return members, nil
}

func joined(members any) (json.RawMessage, error) {
	text, err := json.Marshal(members)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The definition cannot be written.")
	}
	return text, nil
}

// pattern makes a template's definition of an analysis': its data sets become the placeholders of the references.
func pattern(c *service.Call, caller hub.Caller, source *types.TemplateSourceAnalysis) (json.RawMessage, error) {
	text := aws.ToString(source.Arn)
	check, err := onResource(c, share.UpdateAnalysis, text)
	if err != nil {
		return nil, err
	}
	check.Action = "quicksight:DescribeAnalysisDefinition"
	if err := c.Authorize(check); err != nil {
		return nil, err
	}
	a, err := share.AnalysisByARN(c.Tx, caller, text, share.UpdateAnalysis, c.Now)
	if err != nil {
		return nil, err
	}
	if a.IsDeleted() {
		return nil, conflict("Analysis %s is deleted; restore it first.", a.ID)
	}
	whole, err := a.Definition.Text()
	if err != nil {
		return nil, err
	}
	var given types.AnalysisDefinition
	if err := registry.Service.Unmarshal(whole, &given); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The analysis' definition cannot be read.")
	}
	renamed, configurations := map[string]string{}, []types.DataSetConfiguration{}
	for _, d := range given.DataSetIdentifierDeclarations {
		place := placeholderOf(source.DataSetReferences, d.DataSetArn)
		if place == nil {
			return nil, invalid("The analysis %s is on the data set %s, which DataSetReferences has no placeholder for.", text, aws.ToString(d.DataSetArn))
		}
		set, err := passedSet(c, caller, aws.ToString(d.DataSetArn))
		if err != nil {
			return nil, err
		}
		renamed[aws.ToString(d.Identifier)] = *place
		configurations = append(configurations, types.DataSetConfiguration{Placeholder: place, DataSetSchema: schemaOf(set)})
	}
	members, err := withIdentifiers(whole, renamed)
	if err != nil {
		return nil, err
	}
	delete(members, "DataSetIdentifierDeclarations")
	schemas, err := registry.Service.Marshal(&types.TemplateVersionDefinition{DataSetConfigurations: configurations})
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The template's data sets cannot be kept.")
	}
	var held map[string]json.RawMessage
	if err := json.Unmarshal(schemas, &held); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The template's data sets cannot be kept.")
	}
	members["DataSetConfigurations"] = held["DataSetConfigurations"]
	return joined(members)
}

func placeholderOf(references []types.DataSetReference, set *string) *string {
	for _, r := range references {
		if aws.ToString(r.DataSetArn) == aws.ToString(set) {
			return r.DataSetPlaceholder
		}
	}
	return nil
}

// schemaOf are a data set's columns as a template keeps them.
func schemaOf(set hub.DataSet) *types.DataSetSchema {
	schema := &types.DataSetSchema{}
	for _, c := range set.Root.Columns {
		schema.ColumnSchemaList = append(schema.ColumnSchemaList, types.ColumnSchema{Name: aws.String(c.Name), DataType: aws.String(string(c.Type))})
	}
	return schema
}

// withIdentifiers is a definition in which data sets have other identifiers.
func withIdentifiers(text json.RawMessage, renamed map[string]string) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber() // figures stay as they were written
	var members map[string]any
	if err := decoder.Decode(&members); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The definition cannot be read.")
	}
	reidentify(members, renamed)
	return members, nil
}

func reidentify(part any, renamed map[string]string) {
	switch p := part.(type) {
	case []any:
		for _, item := range p {
			reidentify(item, renamed)
		}
	case map[string]any:
		for name, value := range p {
			text, isText := value.(string)
			if to, ok := renamed[text]; isText && ok && name == "DataSetIdentifier" {
				p[name] = to
			}
			reidentify(value, renamed)
		}
	}
}
