package calc

import "strings"

// Node is a part of an expression. Parse makes nodes; Check fills in what they mean.
type Node interface {
	At() Position
	node()
}

// Field names a column or a calculated field.
type Field struct {
	Name string
	// Bare tells that no braces stood around the name.
	Bare bool
	at   Position
}

// Parameter names a parameter of the data set or analysis.
type Parameter struct {
	Name string
	at   Position
}

// Literal is a value that stands in the text. Text holds a string's characters, a number's digits; NULL is of type
// Unknown.
type Literal struct {
	Type Type
	Text string
	at   Position
}

// Unary is an operator before its operand: - or NOT.
type Unary struct {
	Operator string
	X        Node
	at       Position
}

// Binary is an operator between its operands: + - * / % ^ = <> < <= > >= AND OR.
type Binary struct {
	Operator string
	X, Y     Node
	at       Position // of the operator
}

// Call is a call of a function, with the parameters that its arguments stand for.
type Call struct {
	Function  *Function
	Arguments []Node
	at        Position
}

// List is what stands in brackets: values, dimensions, or what is sorted by.
type List struct {
	Items []Item
	at    Position
}

// Item is a member of a list. Descending is the word DESC; Excluded the sign ! before a dimension that is left out of the
// visual's.
type Item struct {
	X                    Node
	Descending, Excluded bool
}

// Dimensions is $visualDimensions: the dimensions of the visual that the expression is computed for.
type Dimensions struct{ at Position }

// At returns where the node begins; of an operator between operands, the operator.
func (n *Field) At() Position { return n.at }

// At returns where the node begins.
func (n *Parameter) At() Position { return n.at }

// At returns where the node begins.
func (n *Literal) At() Position { return n.at }

// At returns where the node begins.
func (n *Unary) At() Position { return n.at }

// At returns where the operator stands.
func (n *Binary) At() Position { return n.at }

// At returns where the node begins.
func (n *Call) At() Position { return n.at }

// At returns where the node begins.
func (n *List) At() Position { return n.at }

// At returns where the node begins.
func (n *Dimensions) At() Position { return n.at }

func (*Field) node()      {}
func (*Parameter) node()  {}
func (*Literal) node()    {}
func (*Unary) node()      {}
func (*Binary) node()     {}
func (*Call) node()       {}
func (*List) node()       {}
func (*Dimensions) node() {}

// Print writes a tree as text that parses to the same one.
func Print(n Node) string {
	var b strings.Builder
	write(&b, n, 0)
	return b.String()
}

// binding is how strongly operators hold their operands; a larger one holds more.
var binding = map[string]int{
	"OR": 1, "AND": 2, "=": 4, "<>": 4, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6, "^": 8,
}

// The operators before their operand.
const (
	bindingNot   = 3
	bindingMinus = 7
)

// write prints a node, in parentheses if it holds less strongly than what is around it.
func write(b *strings.Builder, n Node, around int) {
	group := func(own int, inner func()) {
		if own < around {
			b.WriteByte('(')
			defer b.WriteByte(')')
		}
		inner()
	}
	switch n := n.(type) {
	case *Field:
		if n.Bare {
			b.WriteString(n.Name)
			return
		}
		b.WriteString("{" + n.Name + "}")
	case *Parameter:
		b.WriteString("${" + n.Name + "}")
	case *Dimensions:
		b.WriteString("$visualDimensions")
	case *Literal:
		if n.Type == String {
			b.WriteString("'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(n.Text) + "'")
			return
		}
		b.WriteString(n.Text)
	case *Unary:
		if n.Operator == "NOT" {
			group(bindingNot, func() { b.WriteString("NOT "); write(b, n.X, bindingNot) })
			return
		}
		group(bindingMinus, func() { b.WriteString("-"); write(b, n.X, bindingMinus) })
	case *Binary:
		own := binding[n.Operator]
		left, right := own, own+1
		if n.Operator == "^" {
			left, right = own+1, own
		}
		group(own, func() { write(b, n.X, left); b.WriteString(" " + n.Operator + " "); write(b, n.Y, right) })
	case *Call:
		b.WriteString(n.Function.Name + "(")
		for i, a := range n.Arguments {
			if i > 0 {
				b.WriteString(", ")
			}
			write(b, a, 0)
		}
		b.WriteByte(')')
	case *List:
		b.WriteByte('[')
		for i, item := range n.Items {
			if i > 0 {
				b.WriteString(", ")
			}
			if item.Excluded {
				b.WriteByte('!')
			}
			write(b, item.X, 0)
			if item.Descending {
				b.WriteString(" DESC")
			}
		}
		b.WriteByte(']')
	}
}
