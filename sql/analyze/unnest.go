package analyze

import (
	"interlaken/sql/ast"
	"interlaken/sql/types"
)

// unnest analyses UNNEST under an alias that names some columns, 0 for none. Trino makes a column of each field of an
// element that is a row (SELECT, UNNEST). Athena's users write one name for the whole row, as Athena's guide does
// (Flattening nested arrays; Querying AWS WAF logs): where there are as many names as values, that is what is meant.
func (a *analyzer) unnest(x *ast.Unnest, s *scope, named int) (*Relation, error) {
	out := &Relation{}
	var values []types.Type
	for _, e := range x.Values {
		t, err := a.expr(e, s)
		if err != nil {
			return nil, err
		}
		if err := a.noAggregates(e, "UNNEST"); err != nil {
			return nil, err
		}
		if t.Kind != types.Array && t.Kind != types.Map {
			return nil, mismatch(x, "Cannot unnest type: %s", t)
		}
		values = append(values, t)
	}
	out.Whole = named == wholes(x, values)
	for i, t := range values {
		origins := a.originsOf(x.Values[i])
		add := func(name string, t types.Type) {
			out.Fields = append(out.Fields, &Field{Name: name, Type: t, Origins: origins})
		}
		switch {
		case t.Kind == types.Map:
			add("", *t.Key)
			add("", *t.Value)
		case t.Element.Kind == types.Row && !out.Whole:
			for _, f := range t.Element.Fields {
				add(f.Name, f.Type)
			}
		default:
			add("", *t.Element)
		}
	}
	if x.WithOrdinality {
		out.Fields = append(out.Fields, &Field{Type: types.Simple(types.Bigint)})
	}
	return out, nil
}

// wholes is how many columns there are if each element is one.
func wholes(x *ast.Unnest, values []types.Type) int {
	n := len(values)
	for _, t := range values {
		if t.Kind == types.Map {
			n++
		}
	}
	if x.WithOrdinality {
		n++
	}
	return n
}
