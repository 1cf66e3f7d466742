package query

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	athenatypes "github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/fault"
	"interlaken/result"
	"interlaken/sql/types"
)

// pageRows is the most rows of one page of GetQueryResults (Athena API Reference).
const pageRows = 1000

// Rows is a result as text: a nil cell is NULL, others are as Athena prints them.
type Rows struct {
	Columns []result.Column
	Cells   [][]*string
	// Opaque tells of each column whether it is only known as the text that Athena shows: an array, a map, a row.
	Opaque []bool
	// Cut tells that there were more rows than were asked for.
	Cut bool

	bytes int64
}

// fetch reads at most limit rows of a query that has succeeded.
func (s *Service) fetch(ctx context.Context, client *athena.Client, account, executionID string, limit int, memory *portion) (*Rows, error) {
	rows := &Rows{}
	pages := athena.NewGetQueryResultsPaginator(client, &athena.GetQueryResultsInput{
		QueryExecutionId: aws.String(executionID), MaxResults: aws.Int32(pageRows),
	})
	for first := true; pages.HasMorePages(); first = false {
		page, err := pages.NextPage(ctx)
		if err == nil && page.ResultSet == nil {
			err = errNoAnswer
		}
		if err != nil {
			return nil, refusedBy(account, err)
		}
		found := page.ResultSet.Rows
		if first {
			if rows.Columns, err = columnsOf(page.ResultSet.ResultSetMetadata); err != nil {
				return nil, err
			}
			for _, info := range page.ResultSet.ResultSetMetadata.ColumnInfo {
				rows.Opaque = append(rows.Opaque, keepsText[aws.ToString(info.Type)])
			}
			if len(found) > 0 {
				found = found[1:] // the header
			}
		}
		for _, row := range found {
			if len(rows.Cells) == limit {
				rows.Cut = true
				return rows, nil
			}
			if err := rows.add(row, s.Limits.ResultBytes, memory); err != nil {
				return nil, err
			}
		}
	}
	return rows, nil
}

func (r *Rows) add(row athenatypes.Row, most int64, memory *portion) error {
	cells, size := make([]*string, len(r.Columns)), int64(0)
	for i := range cells {
		if i < len(row.Data) {
			cells[i] = row.Data[i].VarCharValue
			size += int64(len(aws.ToString(cells[i]))) + 16
		}
	}
	if err := memory.take(size); err != nil {
		return err
	}
	if r.bytes += size; r.bytes > most {
		return fault.New(fault.Limit, "The result has more than %d bytes, the limit ResultBytes. Ask for fewer rows or columns.", most)
	}
	r.Cells = append(r.Cells, cells)
	return nil
}

// columnsOf reads Athena's column descriptions.
func columnsOf(m *athenatypes.ResultSetMetadata) ([]result.Column, error) {
	if m == nil {
		return nil, fault.New(fault.Unavailable, "Athena described no columns.")
	}
	columns := make([]result.Column, len(m.ColumnInfo))
	for i, info := range m.ColumnInfo {
		t, err := typeOf(info)
		if err != nil {
			return nil, err
		}
		columns[i] = result.Column{Name: aws.ToString(info.Name), Type: t}
	}
	return columns, nil
}

// kinds are Athena's names of types in ColumnInfo (facts of GetQueryResults: real is shown as float).
var kinds = map[string]types.Kind{
	"boolean": types.Boolean, "tinyint": types.Tinyint, "smallint": types.Smallint, "integer": types.Integer, "bigint": types.Bigint,
	"float": types.Real, "real": types.Real, "double": types.Double, "decimal": types.Decimal, "varchar": types.Varchar, "char": types.Char,
	"string": types.Varchar, "varbinary": types.Varbinary, "json": types.JSON, "date": types.Date, "time": types.Time,
	"timestamp": types.Timestamp, "timestamp with time zone": types.TimestampTZ, "uuid": types.UUID, "unknown": types.Unknown,
}

// keepsText are the types whose values stay the texts that Athena shows.
var keepsText = map[string]bool{"array": true, "map": true, "row": true, "Geometry": true, "SphericalGeography": true, "BingTile": true}

// typeOf is the Trino type of a column. Athena does not say what arrays, maps and rows hold, so these keep their text.
func typeOf(info athenatypes.ColumnInfo) (types.Type, error) {
	name := aws.ToString(info.Type)
	kind, known := kinds[name]
	switch {
	case keepsText[name]:
		return types.Simple(types.Varchar), nil
	case !known:
		return types.Type{}, fault.New(fault.Unsupported, "Column %s has the type %s, which the hub does not read.", aws.ToString(info.Name), name)
	case kind == types.Decimal:
		return types.DecimalOf(int(info.Precision), int(info.Scale)), nil
	}
	t := types.Simple(kind)
	if kind == types.Char {
		t.Length = int(info.Precision)
	}
	return t, nil
}
