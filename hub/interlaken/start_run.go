package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/hub/definition"
	"interlaken/hub/query"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

// startRun begins a run. Its answer comes before any account has been asked.
func (o operations) startRun() service.Operation {
	return service.Define("StartRun",
		service.On("interlaken:StartRun", func(c *service.Call, _ *wire.StartRunInput) string { return runARN(c, "*") }),
		func(c *service.Call, in *wire.StartRunInput) (*wire.StartRunOutput, error) {
			caller, err := hub.Resolve(c.Tx, c.Session)
			if err != nil {
				return nil, err
			}
			if n := len(aws.ToString(in.ClientRequestToken)); in.ClientRequestToken != nil && (n < 32 || n > 128) {
				return nil, fault.New(fault.Validation, "ClientRequestToken has %d characters; it may have 32 to 128.", n)
			}
			request := query.Request{
				Token: aws.ToString(in.ClientRequestToken), DataSet: aws.ToString(in.DataSetId), DataSource: aws.ToString(in.DataSourceId),
				SQL: aws.ToString(in.SqlText), Database: aws.ToString(in.Database), MaxRows: int(aws.ToInt32(in.MaxRows)),
			}
			for _, p := range in.Parts {
				request.Parts = append(request.Parts, query.RequestPart{
					Name: aws.ToString(p.Name), DataSource: aws.ToString(p.DataSourceId), SQL: aws.ToString(p.SqlText), Database: aws.ToString(p.Database),
				})
			}
			request.Visual = visualOf(in.Visual)
			run, err := o.Query.Start(c.Tx, caller, request)
			if err != nil {
				return nil, err
			}
			c.Run = run.ID
			return &wire.StartRunOutput{RunId: aws.String(run.ID)}, nil
		},
		service.Shows(showStart, nil))
}

// visualOf reads which visual is asked; nil where none is.
func visualOf(in *wire.RunVisual) *query.Visual {
	if in == nil {
		return nil
	}
	v := &query.Visual{
		Dashboard: aws.ToString(in.DashboardId), Version: aws.ToInt64(in.VersionNumber), Sheet: aws.ToString(in.SheetId),
		Visual: aws.ToString(in.VisualId), Control: aws.ToString(in.ControlId),
	}
	for _, value := range in.Values {
		v.Values = append(v.Values, definition.ControlValue{
			ControlID: aws.ToString(value.ControlId), Texts: value.Texts, From: aws.ToString(value.From), To: aws.ToString(value.To),
		})
	}
	return v
}

// showStart keeps the texts of queries out of the trail, as Athena keeps its queryString out (CloudTrail shows
// ***OMITTED***): they may hold values of data.
func showStart(input any) any {
	in := *input.(*wire.StartRunInput)
	if in.SqlText != nil {
		in.SqlText = aws.String(omitted)
	}
	parts := make([]wire.RunPart, len(in.Parts))
	for i, p := range in.Parts {
		p.SqlText = aws.String(omitted)
		parts[i] = p
	}
	in.Parts = parts
	return &in
}

const omitted = "***OMITTED***"
