package interlaken

import (
	"encoding/base64"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/fault"
	"interlaken/service"
	wire "interlaken/wire/interlaken"
)

const (
	standardPage = 1000
	longestPage  = 10_000
)

// getRunResults gives rows of a run that has succeeded, page by page, to the person who made it: an administrator sees
// that a run was made and not what it read.
func (o operations) getRunResults() service.Operation {
	return service.Define("GetRunResults",
		service.On("interlaken:GetRunResults", func(c *service.Call, in *wire.GetRunResultsInput) string {
			return runARN(c, aws.ToString(in.RunId))
		}),
		func(c *service.Call, in *wire.GetRunResultsInput) (*wire.GetRunResultsOutput, error) {
			caller, run, err := ownRun(c, in.RunId)
			if err != nil {
				return nil, err
			}
			rows, err := o.Query.Results(c.Tx, caller, run)
			if err != nil {
				return nil, err
			}
			size := int(aws.ToInt32(in.MaxResults))
			if in.MaxResults == nil {
				size = standardPage
			}
			if size < 1 || size > longestPage {
				return nil, fault.New(fault.Validation, "MaxResults is %d; it may be 1 to %d.", size, longestPage)
			}
			from, err := offset(aws.ToString(in.NextToken), len(rows.Cells))
			if err != nil {
				return nil, err
			}
			if from == 0 { // a further page is not another read
				if err := o.Query.Serve(c.Tx, run); err != nil {
					return nil, err
				}
			}
			out := &wire.GetRunResultsOutput{Rows: []wire.RunRow{}}
			for _, column := range rows.Columns {
				out.Columns = append(out.Columns, wire.RunColumn{Name: aws.String(column.Name), Type: aws.String(column.Type.String())})
			}
			to := min(from+size, len(rows.Cells))
			for _, cells := range rows.Cells[from:to] {
				out.Rows = append(out.Rows, wire.RunRow{Cells: cells})
			}
			if to < len(rows.Cells) {
				out.NextToken = aws.String(base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(to))))
			}
			return out, nil
		}, service.Reads)
}

// offset reads a page token: the number of the first row of the page.
func offset(text string, rows int) (int, error) {
	if text == "" {
		return 0, nil
	}
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		var from int
		if from, err = strconv.Atoi(string(b)); err == nil && from > 0 && from < rows {
			return from, nil
		}
	}
	return 0, fault.New(fault.Validation, "NextToken is not one that was given out for this run.")
}
