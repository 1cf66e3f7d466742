package query

import (
	"interlaken/calc"
	"interlaken/hub/definition"
)

// uses walks over what a query names.
type uses struct {
	*scope
	columns []string
	seen    map[*calc.Formula]bool
	// all tells that something is computed over rows that the filters drop.
	all bool
}

// used finds the columns of the data set that a query needs, each once and in the order of the query.
func (s *scope) used(q *definition.Query) (*uses, error) {
	u := &uses{scope: s, seen: map[*calc.Formula]bool{}}
	for _, g := range q.Groups {
		if err := u.name(g.Column, "A group"); err != nil {
			return nil, err
		}
	}
	for _, m := range q.Measures {
		if m.Column == "" { // the number of rows is of no column
			continue
		}
		if err := u.name(m.Column, "A figure"); err != nil {
			return nil, err
		}
	}
	return u, u.filters(q.Filters)
}

func (u *uses) filters(all []definition.Filter) error {
	for _, f := range all {
		for _, list := range f.AnyOf {
			if err := u.filters(list); err != nil {
				return err
			}
		}
		if f.AnyOf != nil {
			continue
		}
		if err := u.name(f.Column, "A filter"); err != nil {
			return err
		}
		if f.Top != nil {
			for _, by := range f.Top.By {
				if by.Column == "" {
					continue
				}
				if err := u.name(by.Column, "A filter"); err != nil {
					return err
				}
			}
		}
		if f.Nested != nil {
			u.all = true
			if err := u.filters([]definition.Filter{f.Nested.Inner}); err != nil {
				return err
			}
		}
	}
	return nil
}

// name notes what a field is computed from.
func (u *uses) name(name, where string) error {
	f, err := u.field(name, where)
	if err != nil {
		return err
	}
	u.note(f.formula, f.Name)
	return nil
}

func (u *uses) note(formula *calc.Formula, column string) {
	if formula == nil {
		u.columns = appendNew(u.columns, column)
		return
	}
	if u.seen[formula] {
		return
	}
	u.seen[formula] = true
	u.all = u.all || calc.BeforeFilters(formula.Tree)
	fields, _ := calc.Uses(formula.Tree)
	for _, name := range fields {
		u.note(u.fields.Meant(name, formula))
	}
}
