package spice

import (
	"context"
	"slices"
	"time"

	qstypes "github.com/aws/aws-sdk-go-v2/service/quicksight/types"

	"interlaken/fault"
	"interlaken/hub"
	"interlaken/result"
	"interlaken/sql/ast"
	"interlaken/sql/types"
	"interlaken/store"
)

// window is the rows that an incremental refresh reads anew; all others stay as they are (QuickSight User Guide,
// "Refreshing a dataset incrementally").
type window struct {
	hub.Refresh
	since  time.Time
	former *hub.SetVersion
}

// findWindow finds the window of an incremental refresh. A data set that is not in memory yet, or has other columns than
// the set, is read whole.
func (i *ingestion) findWindow(r store.Reader) error {
	if i.asked.Type != qstypes.IngestionRequestTypeIncrementalRefresh || i.set.Version == nil {
		return nil
	}
	kept, err := hub.GetRefresh(r, i.set.Account, i.set.Region, i.set.DataSetID)
	if fault.Is(err, fault.NotFound) {
		return &failure{qstypes.IngestionErrorTypeCustomerError, fault.Public(err) + " It was there when the ingestion was asked for.", err}
	}
	if err != nil {
		return err
	}
	same := slices.EqualFunc(i.set.Version.Columns, i.dataSet.Root.Columns, func(a hub.SetColumn, b hub.RelationColumn) bool { return a.Name == b.Name })
	// The rows that are carried over stay those of the accounts that the version names, whose owners' switches stop them.
	same = same && slices.EqualFunc(i.set.Version.Sources, i.version.Sources, func(a, b hub.DataSource) bool {
		return a.ARN() == b.ARN() && a.Athena.Account() == b.Athena.Account()
	})
	if same && !i.dataSet.Updated.After(i.set.Version.Made) {
		i.window = &window{kept, kept.Since(i.asked.Created), i.set.Version}
	}
	return nil
}

// holds is the condition that a row is of the window.
func (w *window) holds(column ast.Expression) ast.Expression {
	return &ast.Binary{
		Operator: ast.GreaterOrEqual, Left: cast(column, types.Type{Kind: types.Timestamp, Precision: 3}),
		Right: &ast.TypedLiteral{Type: ast.TypeOf(types.Simple(types.Timestamp)), Value: w.since.UTC().Format("2006-01-02 15:04:05.000")},
	}
}

// carry takes over the rows of the version before that are not of the window.
func (i *ingestion) carry(ctx context.Context, out *setWriter) error {
	const former = "former"
	files, _, release, err := i.loaded.open(ctx, i.set)
	if err != nil {
		return err
	}
	defer release()
	e := &exported{files: files}
	stays := &ast.Select{From: &ast.Table{Name: ast.QName(former)}}
	for _, c := range i.window.former.Columns {
		t, err := types.ParseTrino(c.Type)
		if err != nil {
			return err
		}
		e.columns = append(e.columns, result.Column{Name: c.Name, Type: t})
		stays.Items = append(stays.Items, &ast.SelectExpression{Value: ast.Name(c.Name), Alias: ast.Name(c.Name)})
	}
	column := ast.Name(i.window.Column)
	stays.Where = ast.Or(&ast.IsNull{Operand: column}, &ast.Not{Operand: i.window.holds(column)})
	if err := i.over(ctx, map[string]*exported{former: e}, &ast.Query{Body: stays}, out); err != nil {
		return err
	}
	return out.end() // what is read anew may have other types where the accounts have changed them
}
