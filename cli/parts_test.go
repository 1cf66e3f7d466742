package cli

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/google/go-cmp/cmp"

	"interlaken/wire/interlaken"
)

func part(name, source, sql string) interlaken.RunPart {
	return interlaken.RunPart{Name: &name, DataSourceId: &source, SqlText: &sql}
}

func TestParts(t *testing.T) {
	for text, want := range map[string]interlaken.RunPart{
		"retail=SELECT 1":              part("retail", "retail", "SELECT 1"),
		"a=SELECT x = 1 FROM t":        part("a", "a", "SELECT x = 1 FROM t"),
		"old@Retail-2=SELECT 1":        part("old", "Retail-2", "SELECT 1"),
		"a=SELECT 'x@y=z'\nFROM t\n":   part("a", "a", "SELECT 'x@y=z'\nFROM t\n"),
		"_1@a_b=VALUES 1 -- a comment": part("_1", "a_b", "VALUES 1 -- a comment"),
	} {
		got, err := parsePart(text, "")
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	if got, err := parsePart("a=SELECT 1", "bank"); err != nil || aws.ToString(got.Database) != "bank" {
		t.Errorf("with a database: %+v, %v", got, err)
	}
	for _, text := range []string{"", "retail", "=SELECT 1", "Retail=SELECT 1", "1a=SELECT 1", "a b=SELECT 1", "a@=SELECT 1", "a@b c=SELECT 1", "a= \n", strings.Repeat("a", 65) + "=SELECT 1"} {
		if got, err := parsePart(text, ""); err == nil {
			t.Errorf("%q was taken as %+v", text, got)
		} else if !strings.Contains(err.Error(), "it has to be NAME='SQL' or NAME@DATA-SOURCE='SQL'") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestRequests(t *testing.T) {
	sql := "SELECT 1"
	for name, c := range map[string]struct {
		asked     asked
		arguments []string
		in        string
		want      interlaken.StartRunInput
	}{
		"data source": {
			asked{dataSource: "retail", database: "bank", maxRows: 5},
			[]string{sql},
			"",
			interlaken.StartRunInput{DataSourceId: aws.String("retail"), SqlText: &sql, Database: aws.String("bank"), MaxRows: aws.Int32(5)},
		},
		"standard input": {asked{dataSource: "retail"}, []string{"-"}, sql, interlaken.StartRunInput{DataSourceId: aws.String("retail"), SqlText: &sql}},
		"data set":       {asked{dataSet: "complaints"}, nil, "", interlaken.StartRunInput{DataSetId: aws.String("complaints")}},
		"parts": {
			asked{parts: []string{"a=SELECT 2", "b@c=SELECT 3"}},
			[]string{sql},
			"",
			interlaken.StartRunInput{SqlText: &sql, Parts: []interlaken.RunPart{part("a", "a", "SELECT 2"), part("b", "c", "SELECT 3")}},
		},
	} {
		got, err := c.asked.request(c.arguments, strings.NewReader(c.in))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(&c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for name, c := range map[string]struct {
		asked     asked
		arguments []string
		want      string
	}{
		"nothing":             {asked{}, []string{sql}, "exactly one of"},
		"two":                 {asked{dataSource: "a", dataSet: "b"}, []string{sql}, "exactly one of"},
		"SQL over a data set": {asked{dataSet: "b"}, []string{sql}, "takes no SQL"},
		"no join":             {asked{parts: []string{"a=SELECT 1"}}, nil, "joins the parts by their names"},
		"negative":            {asked{dataSource: "a", maxRows: -1}, []string{sql}, "--max-rows is -1"},
	} {
		if _, err := c.asked.request(c.arguments, strings.NewReader("")); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
