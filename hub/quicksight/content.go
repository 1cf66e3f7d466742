package quicksight

import (
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/hub/share"
	"interlaken/service"
	"interlaken/wire"
	registry "interlaken/wire/quicksight"
)

// sheets is a definition of sheets that a request gives: a dashboard's, an analysis' or a template's.
type sheets struct {
	operation string
	// given is the request's Definition, and definition what is looked at of it.
	given      any
	definition *types.DashboardVersionDefinition
	// text is the JSON of a definition that was made of another one; nil for one that the request has.
	text    json.RawMessage
	theme   *string
	lenient bool
}

// content makes the record of a definition of sheets over data sets with these columns, which are nil where they are not
// known. What cannot be drawn is refused, or kept as errors where the request asks for leniency.
func (s sheets) content(c *service.Call, columns definition.OutputColumns) (hub.Content, error) {
	made := hub.Content{Theme: aws.ToString(s.theme)}
	for _, sheet := range s.definition.Sheets {
		made.Sheets = append(made.Sheets, hub.SheetName{ID: aws.ToString(sheet.SheetId), Name: aws.ToString(sheet.Name)})
	}
	if columns != nil {
		for _, p := range definition.Check(s.definition, columns) {
			if !s.lenient {
				return made, invalid("%s: %s", p.Path, p.Message)
			}
			made.Errors = append(made.Errors, hub.DashboardError{Type: string(p.Type), Message: p.Message, Path: p.Path})
		}
	}
	var err error
	if s.text != nil {
		made.Definition, err = hub.NewDocument(s.text)
	} else {
		made.Definition, err = received(c, s.operation, s.given)
	}
	return made, err
}

// received is a request's definition as it came, so that members which the SDK does not know are kept; a call that did not
// come through the door has the SDK's.
func received(c *service.Call, operation string, given any) (hub.Document, error) {
	if came := wire.RequestDocument(c.Context, operation, "Definition"); came != nil {
		return hub.NewDocument(came)
	}
	document, err := registry.Service.Marshal(given)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "The definition cannot be kept.")
	}
	return hub.NewDocument(document)
}

// describe has the answer of an operation show a definition byte for byte as it was sent, or in the clients' spelling where
// they do not read its own; shown is of the answer's type.
func describe(c *service.Call, operation string, kept hub.Document, shown any) error {
	text, err := kept.Text()
	if err != nil {
		return err
	}
	spelled, err := registry.Service.Spelled(text, shown)
	if err == nil && (!spelled || !wire.AnswerDocument(c.Context, operation, "Definition", text)) {
		err = registry.Service.Unmarshal(text, shown)
	}
	if err != nil {
		return fault.Wrap(err, fault.Internal, "The definition cannot be read.")
	}
	return nil
}

// declared are the columns of the data sets that a definition declares, and their ARNs. It needs PassDataSet on each, by
// IAM and by the data set's permissions (SECURITY S11); another's, an unshared and an unknown one have one answer.
func declared(c *service.Call, caller hub.Caller, declarations []types.DataSetIdentifierDeclaration) (definition.OutputColumns, []string, error) {
	columns := definition.OutputColumns{}
	var arns []string
	for _, d := range declarations {
		set, err := passedSet(c, caller, aws.ToString(d.DataSetArn))
		if err != nil {
			return nil, nil, err
		}
		columns[aws.ToString(d.Identifier)] = definition.ColumnsOf(&set)
		arns = append(arns, set.ARN())
	}
	return columns, arns, nil
}

// passedSet is a data set that IAM and the data set's permissions let the caller pass.
func passedSet(c *service.Call, caller hub.Caller, text string) (hub.DataSet, error) {
	check, err := onResource(c, share.PassDataSet, text)
	if err != nil {
		return hub.DataSet{}, err
	}
	if err := c.Authorize(check); err != nil {
		return hub.DataSet{}, err
	}
	return share.DataSetByARN(c.Tx, caller, text, share.PassDataSet)
}

// overDataSets is content of a definition that declares its data sets.
func (s sheets) overDataSets(c *service.Call, caller hub.Caller) (hub.Content, error) {
	columns, arns, err := declared(c, caller, s.definition.DataSetIdentifierDeclarations)
	if err != nil {
		return hub.Content{}, err
	}
	made, err := s.content(c, columns)
	made.DataSets = arns
	return made, err
}

// fromTemplate makes the definition of a template over the data sets of the references.
func (s sheets) fromTemplate(c *service.Call, caller hub.Caller, template *string, references []types.DataSetReference) (sheets, error) {
	text, err := instance(c, caller, aws.ToString(template), references)
	if err != nil {
		return s, err
	}
	s.text, s.definition = text, &types.DashboardVersionDefinition{}
	if err := registry.Service.Unmarshal(text, s.definition); err != nil {
		return s, fault.Wrap(err, fault.Internal, "The template's definition cannot be read.")
	}
	return s, nil
}

func lenient(s *types.ValidationStrategy) bool {
	return s != nil && s.Mode == types.ValidationStrategyModeLenient
}

func shownSheets(kept []hub.SheetName) []types.Sheet {
	var shown []types.Sheet
	for _, s := range kept {
		shown = append(shown, types.Sheet{SheetId: aws.String(s.ID), Name: setText(s.Name)})
	}
	return shown
}
