package hive

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	glue "github.com/aws/aws-sdk-go-v2/service/glue/types"

	"interlaken/fault"
	"interlaken/sql/analyze"
	"interlaken/sql/ast"
	"interlaken/sql/parser"
	"interlaken/sql/types"
)

// View is a view as Athena keeps it in the catalog, so that every engine of the family can read it.
type View struct {
	OriginalSQL string       `json:"originalSql"`
	Catalog     string       `json:"catalog"`
	Schema      string       `json:"schema,omitempty"`
	Columns     []ViewColumn `json:"columns"`
}

// ViewColumn is a column of a view, its type in Trino's words.
type ViewColumn struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// What stands around a view's description in the catalog.
const (
	opening = "/* Presto View: "
	closing = " */"
	// ViewMark stands for a view's text where Hive would look for it.
	ViewMark = "/* Presto View */"
)

// IsView tells views from tables.
func IsView(t *glue.Table) bool { return aws.ToString(t.TableType) == "VIRTUAL_VIEW" }

// Text is the view as the catalog has it.
func (v *View) Text() (string, error) {
	described, err := json.Marshal(v)
	return opening + base64.StdEncoding.EncodeToString(described) + closing, err
}

// ReadView reads a view out of the catalog.
func ReadView(t *glue.Table) (*View, error) {
	text := strings.TrimSpace(aws.ToString(t.ViewOriginalText))
	text, opened := strings.CutPrefix(text, opening)
	text, closed := strings.CutSuffix(text, closing)
	v := &View{}
	described, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err == nil {
		err = json.Unmarshal(described, v)
	}
	if err != nil || !opened || !closed {
		return nil, fault.New("INVALID_VIEW", "View '%s.%s' is not one of Athena's: its text in the catalog cannot be read",
			aws.ToString(t.DatabaseName), aws.ToString(t.Name))
	}
	return v, nil
}

// ownCatalog is what a view calls the catalog of its own account.
const ownCatalog = "awsdatacatalog"

// Info is a view of a catalog as the analysis reads it. What a view calls its account's own catalog is the one that it
// was found in.
func Info(t *glue.Table, catalog string) (*analyze.TableInfo, error) {
	v, err := ReadView(t)
	if err != nil {
		return nil, err
	}
	name := aws.ToString(t.DatabaseName) + "." + aws.ToString(t.Name)
	statement, err := parser.ParseStatement(v.OriginalSQL)
	query, ok := statement.(*ast.Query)
	if err != nil || !ok {
		return nil, fault.New("INVALID_VIEW", "Failed parsing stored view '%s'", name)
	}
	if v.Catalog != "" && !strings.EqualFold(v.Catalog, ownCatalog) {
		catalog = strings.ToLower(v.Catalog)
	}
	info := &analyze.TableInfo{View: &analyze.View{
		Query: query, Catalog: catalog, Database: strings.ToLower(cmp.Or(v.Schema, aws.ToString(t.DatabaseName))), Text: v.OriginalSQL,
	}}
	for _, c := range v.Columns {
		typ, err := types.ParseTrino(c.Type)
		if err != nil {
			return nil, fault.New("INVALID_VIEW", "Column '%s' of view '%s' has the type '%s', which cannot be read", c.Name, name, c.Type)
		}
		info.Columns = append(info.Columns, analyze.Column{Name: c.Name, Type: typ})
	}
	return info, nil
}
