package athena

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/result"
	"interlaken/service"
	"interlaken/store"
)

// getQueryResults reads a page of the result file, as the caller: s3:GetObject is needed as well. The names of the
// columns are the first row of the first page.
func (a *athena) getQueryResults() service.Operation {
	return service.Define("GetQueryResults",
		onExecution("athena:GetQueryResults", func(in *sdk.GetQueryResultsInput) *string { return in.QueryExecutionId }),
		a.doGetQueryResults, service.Reads)
}

func (a *athena) doGetQueryResults(c *service.Call, in *sdk.GetQueryResultsInput) (*sdk.GetQueryResultsOutput, error) {
	e, err := find(c, in.QueryExecutionId)
	if err != nil {
		return nil, err
	}
	c.Run = e.Token
	if e.textual() && e.State == types.QueryExecutionStateFailed && strings.HasPrefix(e.Reason, hiveFailed) {
		// No rows and no columns, but no error (facts: measured).
		return &sdk.GetQueryResultsOutput{ResultSet: &types.ResultSet{Rows: []types.Row{}}}, nil
	}
	if err := e.readable(); err != nil {
		return nil, err
	}
	if in.QueryResultType == types.QueryResultTypeDataManifest {
		return nil, fault.New(fault.Unsupported, "Data manifests are not offered here.")
	}
	offset, err := e.offset(in.NextToken)
	if err != nil {
		return nil, err
	}
	size := int32(1000)
	if in.MaxResults != nil {
		if size = *in.MaxResults; size > 1000 {
			return nil, invalid("INVALID_INPUT", "MaxResults is more than maximum allowed length 1000")
		}
	}
	out := &sdk.GetQueryResultsOutput{UpdateCount: &e.Updated, ResultSet: &types.ResultSet{
		Rows: []types.Row{}, ResultSetMetadata: &types.ResultSetMetadata{ColumnInfo: columnInfo(e.Columns)},
	}}
	if !e.hasRows() {
		return out, nil
	}
	bucket, key, _ := parseLocation(e.Output)
	file, err := a.Objects.Open(c.Through(source), bucket, key)
	switch fault.CodeOf(err) {
	case "":
	case "NoSuchKey", "NoSuchBucket", fault.NotFound:
		return nil, invalid("RESULT_NOT_FOUND", "Could not find results")
	default:
		return nil, err
	}
	c.Finish(func(done bool) error {
		defer file.Close()
		if !done {
			return nil
		}
		return e.readPage(out, file, offset, int(size))
	})
	return out, nil
}

// readable refuses results that are not there.
func (e *execution) readable() error {
	switch e.State {
	case types.QueryExecutionStateSucceeded:
		return nil
	case types.QueryExecutionStateFailed:
		return invalid("INVALID_QUERY_EXECUTION_STATE", "Query did not finish successfully. Final query state: %s", e.State)
	case types.QueryExecutionStateCancelled:
		return invalid("RESULT_NOT_FOUND", "Could not find results")
	}
	return invalid("INVALID_QUERY_EXECUTION_STATE", "Query has not yet finished. Current state: %s", e.State)
}

// offset is where a page begins in the file.
func (e *execution) offset(token *string) (int64, error) {
	if token == nil {
		return 0, nil
	}
	text, err := store.ParseToken(*token)
	offset, malformed := strconv.ParseInt(text, 10, 64)
	if err != nil || malformed != nil || offset <= 0 || offset >= e.OutputBytes {
		return 0, malformedToken(*token)
	}
	return offset, nil
}

func (e *execution) readPage(out *sdk.GetQueryResultsOutput, file io.ReadSeeker, offset int64, size int) error {
	if _, err := file.Seek(offset, io.SeekStart); err != nil {
		return fault.Wrap(err, fault.Unavailable, "The result file cannot be read.")
	}
	r := e.reader(file, offset)
	for range size {
		values, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil || !e.textual() && len(values) != len(e.Columns) {
			return invalid("RESULT_NOT_FOUND", "Could not find results")
		}
		row := types.Row{Data: make([]types.Datum, len(values))}
		for i, v := range values {
			row.Data[i].VarCharValue = v
		}
		out.ResultSet.Rows = append(out.ResultSet.Rows, row)
	}
	if r.Offset() < e.OutputBytes {
		out.NextToken = aws.String(store.Token(strconv.FormatInt(r.Offset(), 10)))
	}
	return nil
}

// hasRows tells statements whose result is rows in a file.
func (e *execution) hasRows() bool { return e.textual() || strings.HasSuffix(e.Output, ".csv") }

// rowReader reads a result's rows.
type rowReader interface {
	Next() ([]*string, error)
	Offset() int64
}

// reader reads the result file: quoted values, or lines, of which each is one value (facts: GetQueryResults, utility
// statements).
func (e *execution) reader(file io.Reader, offset int64) rowReader {
	if e.textual() {
		return &lineReader{bufio.NewReader(file), offset}
	}
	return result.NewReader(file, offset)
}

// lineReader reads a file of lines.
type lineReader struct {
	in     *bufio.Reader
	offset int64
}

func (r *lineReader) Next() ([]*string, error) {
	line, err := r.in.ReadString('\n')
	if line == "" {
		return nil, err
	}
	r.offset += int64(len(line))
	line = strings.TrimSuffix(line, "\n")
	return []*string{&line}, nil
}

func (r *lineReader) Offset() int64 { return r.offset }
