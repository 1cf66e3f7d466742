// Package ast is the tree of a SQL statement: Trino's grammar, Athena's additions (UNLOAD, Hive DDL) and the few forms
// that only an engine's dialect has (struct literals, materialised common table expressions), so that the same tree
// serves reading, checking, rewriting and printing. It is plain data and knows neither catalog, types of expressions
// nor text: sql/parser makes it, sql/printer prints it, sql/analyze and sql/translate work on it; calc and hub/query
// build it. A tree stores no parentheses: they come from precedence when it is printed.
//
// A node is immutable once it is shared: rewriting makes new nodes (Rewrite, Clone).
package ast

import (
	"strings"

	"interlaken/sql/token"
)

// Node is any part of a tree.
type Node interface {
	// Pos is the place that Trino names in a message about the node: the operator of a binary operation and of a
	// predicate, else the first character. It is invalid for nodes that a program made.
	Pos() token.Pos
	// Span is the whole text of the node, without parentheses around it.
	Span() token.Span
	node() *Place
}

// Place is where a node stands in its source; it is embedded in every node. The zero value is right for nodes that a
// program makes.
type Place struct {
	// At is what Pos returns.
	At token.Pos
	// Extent is what Span returns.
	Extent token.Span
}

// Pos implements Node.
func (p *Place) Pos() token.Pos { return p.At }

// Span implements Node.
func (p *Place) Span() token.Span { return p.Extent }

func (p *Place) node() *Place { return p }

// Statement is a whole statement.
type Statement interface {
	Node
	statement()
}

// Expression is whatever has a value, and the arguments of a call that have none by themselves (Lambda,
// NamedArgument, TableArgument, Descriptor).
type Expression interface {
	Node
	expression()
}

// Relation is what may stand in FROM.
type Relation interface {
	Node
	relation()
}

// QueryBody is what stands between WITH and ORDER BY: Select, SetOperation, Values, TableQuery, or a Query in
// parentheses.
type QueryBody interface {
	Node
	queryBody()
}

// Identifier is a name. As an expression it is a column reference without qualifier (or a lambda's parameter).
type Identifier struct {
	Place
	// Text is the name as written, without quotes and with doubled quotes undone.
	Text string
	// Quoted tells that it was written in quotes ("…", or `…` in Hive DDL). Trino compares names without regard to
	// case either way; only the printer and result column labels care.
	Quoted bool
}

// Name makes an identifier; the printer quotes it where it needs quotes.
func Name(text string) *Identifier { return &Identifier{Text: text} }

// Key is the name in lower case, by which Trino and the catalog compare it.
func (i *Identifier) Key() string { return strings.ToLower(i.Text) }

// QualifiedName is a name of one or more parts: catalog.schema.table, or a function's name.
type QualifiedName struct {
	Place
	Parts []*Identifier
}

// QName makes a qualified name of its parts.
func QName(parts ...string) *QualifiedName {
	q := &QualifiedName{Parts: make([]*Identifier, len(parts))}
	for i, p := range parts {
		q.Parts[i] = Name(p)
	}
	return q
}

// Last is the last part.
func (q *QualifiedName) Last() *Identifier { return q.Parts[len(q.Parts)-1] }

// Key is the parts in lower case, joined by dots: good for messages and for names without dots, not as a map key for
// names that others chose (use Keys).
func (q *QualifiedName) Key() string { return strings.Join(q.Keys(), ".") }

// Keys is the parts in lower case.
func (q *QualifiedName) Keys() []string {
	keys := make([]string, len(q.Parts))
	for i, p := range q.Parts {
		keys[i] = p.Key()
	}
	return keys
}
