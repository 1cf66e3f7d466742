package athena

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"interlaken/result"
	"interlaken/sql/analyze"
	"interlaken/sql/translate"
	sql "interlaken/sql/types"
)

// resultColumns are a query's columns as its result has them: moments with at least a millisecond's digits, which the
// literal TIMESTAMP '2026-01-02 03:04:05' has not (facts: GetQueryResults, timestamp).
func resultColumns(a *analyze.Analysis) []result.Column {
	columns := translate.Columns(a)
	for i := range columns {
		switch t := &columns[i].Type; t.Kind {
		case sql.Time, sql.TimeTZ, sql.Timestamp, sql.TimestampTZ:
			t.Precision = max(t.Precision, 3)
		}
	}
	return columns
}

// columnInfo describes a result's columns as GetQueryResults does.
func columnInfo(columns []result.Column) []types.ColumnInfo {
	all := make([]types.ColumnInfo, len(columns))
	for i, c := range columns {
		name, precision, scale := shownType(c.Type)
		all[i] = types.ColumnInfo{
			CatalogName: aws.String("hive"), SchemaName: aws.String(""), TableName: aws.String(""), Name: &c.Name, Label: &c.Name,
			Type: &name, Precision: precision, Scale: scale, Nullable: types.ColumnNullableUnknown, CaseSensitive: c.Type.IsText(),
		}
	}
	return all
}

// shownType is a type's name, precision and scale in a ColumnInfo (facts: the table of GetQueryResults).
func shownType(t sql.Type) (name string, precision, scale int32) {
	switch t.Kind {
	case sql.Tinyint:
		return "tinyint", 3, 0
	case sql.Smallint:
		return "smallint", 5, 0
	case sql.Integer:
		return "integer", 10, 0
	case sql.Bigint:
		return "bigint", 19, 0
	case sql.Real:
		return "float", 17, 0
	case sql.Double:
		return "double", 17, 0
	case sql.Decimal:
		return "decimal", int32(t.Precision), int32(t.Scale)
	case sql.Varchar, sql.Char:
		return t.Kind.Name(), int32(t.Length), 0
	case sql.Time, sql.TimeTZ, sql.Timestamp, sql.TimestampTZ:
		return t.Kind.Name(), int32(t.Precision), 0
	case sql.Varbinary:
		return "varbinary", 1073741824, 0
	}
	return t.Kind.Name(), 0, 0
}
