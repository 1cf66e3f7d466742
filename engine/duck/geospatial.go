package duck

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"interlaken/fault"
	"interlaken/geospatial"
)

// functionFailed begins the message of a statement's error that a function of this program made; code and sentence follow.
// sql/translate reads it.
const functionFailed = "A function failed with "

// register makes the geospatial functions known that a statement names and that are not known yet. It does so for each
// statement because to register one takes some 70 µs, which is more than most instances have to spare for functions that
// nobody calls. It works in a locked instance too.
func (i *Instance) register(ctx context.Context, statement string) error {
	if !strings.Contains(statement, geospatial.Prefix) {
		return nil
	}
	var named []*geospatial.Function
	for n := range geospatial.Functions {
		if f := &geospatial.Functions[n]; !i.known[f.Name] && strings.Contains(statement, f.Name+"(") {
			named = append(named, f)
		}
	}
	if len(named) == 0 {
		return nil
	}
	db := sql.OpenDB(kept{i.connector})
	conn, err := db.Conn(ctx)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	for _, f := range named {
		if failed := duckdb.RegisterScalarUDF(conn, f.Name, &scalar{f}); failed != nil {
			err = errors.Join(err, failed)
			continue
		}
		i.known[f.Name] = true
	}
	return errors.Join(err, conn.Close(), db.Close())
}

// kept is a connector without its Close: the pool of one registration must not end the instance.
type kept struct{ driver.Connector }

// scalar is a function as the driver asks for it.
type scalar struct{ function *geospatial.Function }

func (s *scalar) Config() duckdb.ScalarFuncConfig {
	c := duckdb.ScalarFuncConfig{ResultTypeInfo: typeInfo(s.function.Result)}
	for _, p := range s.function.Parameters {
		c.InputTypeInfos = append(c.InputTypeInfos, typeInfo(p))
	}
	return c
}

func typeInfo(t geospatial.Type) duckdb.TypeInfo {
	kinds := map[geospatial.Type]duckdb.Type{
		geospatial.Boolean: duckdb.TYPE_BOOLEAN, geospatial.Integer: duckdb.TYPE_BIGINT, geospatial.Double: duckdb.TYPE_DOUBLE,
		geospatial.Text: duckdb.TYPE_VARCHAR, geospatial.Bytes: duckdb.TYPE_BLOB, geospatial.Geometry: duckdb.TYPE_BLOB,
	}
	var info duckdb.TypeInfo
	var err error
	switch t {
	case geospatial.Integers:
		info, err = duckdb.NewListInfo(typeInfo(geospatial.Integer))
	case geospatial.Geometries:
		info, err = duckdb.NewListInfo(typeInfo(geospatial.Geometry))
	default:
		info, err = duckdb.NewTypeInfo(kinds[t])
	}
	if err != nil {
		panic("duck: a geospatial function has a type that the engine has not: " + err.Error()) // a constant of this program
	}
	return info
}

// Executor is asked for each chunk of rows, so that what it remembers is of one goroutine.
func (s *scalar) Executor() duckdb.ScalarFuncExecutor {
	call := s.function.Caller()
	arguments := make([]any, len(s.function.Parameters))
	return duckdb.ScalarFuncExecutor{RowContextExecutor: func(ctx context.Context, values []driver.Value) (any, error) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for i, v := range values {
			arguments[i] = v
		}
		result, err := call(arguments)
		if err != nil {
			return nil, errors.New(functionFailed + string(fault.CodeOf(err)) + ": " + fault.Public(err))
		}
		return result, nil
	}}
}
