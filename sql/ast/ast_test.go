package ast

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sample is WHERE t.a = 1 AND f(b, x -> x) of a query with a join and an order.
func sample() *Query {
	return &Query{
		Body: &Select{
			Items: []SelectItem{&AllColumns{}, &SelectExpression{Value: Column("t", "a"), Alias: Name("A")}},
			From: &Join{
				Kind: InnerJoin, Left: &Table{Name: QName("s", "t")},
				Right: &Aliased{Relation: &Table{Name: QName("u")}, Alias: Name("v")}, Using: []*Identifier{Name("id")},
			},
			Where: And(&Binary{Operator: Equals, Left: Column("t", "a"), Right: Integer(1)},
				Func("f", Column("b"), &Lambda{Parameters: []*Identifier{Name("x")}, Body: Column("x")})),
		},
		OrderBy: []*SortItem{{Value: Column("a"), Descending: true}},
	}
}

func names(n Node) []string {
	var out []string
	Walk(n, func(n Node) bool {
		if i, ok := n.(*Identifier); ok {
			out = append(out, i.Text)
		}
		return true
	})
	return out
}

func TestWalkVisitsInOrder(t *testing.T) {
	want := []string{"t", "a", "A", "s", "t", "u", "v", "id", "t", "a", "f", "b", "x", "x", "a"}
	if diff := cmp.Diff(want, names(sample())); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
}

func TestWalkSkipsChildren(t *testing.T) {
	count := 0
	Walk(sample(), func(n Node) bool {
		count++
		_, body := n.(*Select)
		return !body
	})
	if count != 4 { // query, select, sort item, its value
		t.Errorf("visited %d nodes, want 4", count)
	}
	Walk((*Query)(nil), func(Node) bool { t.Error("visited a nil node"); return true })
}

func TestRewriteSharesWhatStays(t *testing.T) {
	before := sample()
	after, err := Rewrite(before, func(n Node) (Node, error) {
		if l, ok := n.(*IntegerLiteral); ok {
			return Integer(l.Value + 1), nil
		}
		return n, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !Identical(before, sample()) {
		t.Error("the tree given was changed")
	}
	where := after.Body.(*Select).Where.(*Logical).Terms[0].(*Binary)
	if got := where.Right.(*IntegerLiteral).Value; got != 2 {
		t.Errorf("value %d, want 2", got)
	}
	if after.Body.(*Select).From != before.Body.(*Select).From {
		t.Error("the unchanged relation was copied")
	}
	if Equal(before, after) {
		t.Error("trees with different values are equal")
	}
}

func TestRewriteEndsAtTheFirstError(t *testing.T) {
	stop := errors.New("stop")
	calls := 0
	_, err := Rewrite(sample(), func(n Node) (Node, error) {
		calls++
		return n, stop
	})
	if !errors.Is(err, stop) || calls != 1 {
		t.Errorf("error %v after %d calls", err, calls)
	}
}

func TestRewriteRefusesWhatDoesNotFit(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a relation took the place of an expression")
		}
	}()
	_, _ = Rewrite(sample(), func(n Node) (Node, error) {
		if _, ok := n.(*IntegerLiteral); ok {
			return &Table{Name: QName("t")}, nil
		}
		return n, nil
	})
}

func TestCloneSharesNothing(t *testing.T) {
	before := sample()
	copied := Clone(before)
	if !Identical(before, copied) {
		t.Fatal("the copy differs")
	}
	seen := map[Node]bool{}
	Walk(before, func(n Node) bool { seen[n] = true; return true })
	Walk(copied, func(n Node) bool {
		if seen[n] {
			t.Errorf("%T is shared", n)
		}
		return true
	})
	copied.OrderBy[0] = &SortItem{Value: Column("z")}
	if !Identical(before, sample()) {
		t.Error("changing the copy changed the original")
	}
}

func TestEqualNames(t *testing.T) {
	a, b := Column("T", "x"), Column("t", "X")
	if !Equal(a, b) {
		t.Error("names differ by case only, and were told apart")
	}
	if Identical(a, b) {
		t.Error("Identical overlooks case")
	}
	if Equal(a, Column("t", "y")) || Equal(a, nil) || !Equal(nil, nil) {
		t.Error("wrong answer")
	}
}

func TestAndOr(t *testing.T) {
	a, b, c := Column("a"), Column("b"), Column("c")
	if And(nil, nil) != nil || And(nil, a) != a {
		t.Error("And of none or one")
	}
	if got := And(And(a, b), c).(*Logical); len(got.Terms) != 3 {
		t.Errorf("%d terms, want 3", len(got.Terms))
	}
	if got := And(Or(a, b), c).(*Logical); len(got.Terms) != 2 || got.Or {
		t.Error("a disjunction was opened in a conjunction")
	}
}
