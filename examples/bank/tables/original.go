package tables

import (
	"bytes"
	"embed"
	"encoding/csv"
	"io"
	"slices"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"

	"interlaken/examples/bank"
	"interlaken/fault"
)

//go:embed data/*.csv
var originals embed.FS

// Original is a file as it was received: what a real table was made from. data/README.md has its origin,
// licence and hash.
type Original struct {
	Account string
	Table   string // the real table that has the same rows, typed
	Key     string // object key below the prefix of the account's data, such as "original/vix_daily.csv"
	Bytes   []byte
}

// Originals returns the files behind the real tables, so that a set-up can keep each beside its table.
func Originals() ([]Original, error) {
	list := []Original{
		{bank.RetailAccount, "complaints_cfpb", complaintsFile, nil},
		{bank.InvestmentAccount, "vix_daily", volatilityFile, nil},
		{bank.InvestmentAccount, "fx_monthly", exchangeFile, nil},
		{bank.RiskAccount, "loans_lc", loansFile, nil},
	}
	for i, original := range list {
		content, err := originals.ReadFile("data/" + original.Key)
		if err != nil {
			return nil, fault.Wrap(err, fault.Internal, "The file %s is not part of this program.", original.Key)
		}
		list[i].Key, list[i].Bytes = "original/"+original.Key, content
	}
	return list, nil
}

const (
	complaintsFile = "consumer_complaints.csv"
	volatilityFile = "vix_daily.csv"
	exchangeFile   = "exchange_rates_monthly.csv"
	loansFile      = "lending_club.csv"
)

// record is a line of an original.
type record = []string

// records holds the lines of the originals without their headers.
type records struct {
	complaints, volatility, exchange, loans []record
}

func readAll() (records, error) {
	var read records
	for _, file := range []struct {
		name    string
		columns []realColumn
		into    *[]record
	}{
		{complaintsFile, complaintColumns, &read.complaints},
		{volatilityFile, volatilityColumns, &read.volatility},
		{exchangeFile, exchangeColumns, &read.exchange},
		{loansFile, loanColumns, &read.loans},
	} {
		lines, err := readOriginal(file.name, file.columns)
		if err != nil {
			return records{}, fault.Wrap(err, fault.Internal, "The file %s that this program carries cannot be read.", file.name)
		}
		*file.into = lines
	}
	return read, nil
}

// readOriginal reads a file whose header must be the columns' headers, in their order.
func readOriginal(name string, columns []realColumn) ([]record, error) {
	content, err := originals.ReadFile("data/" + name)
	if err != nil {
		return nil, err
	}
	reader := csv.NewReader(bytes.NewReader(content)) // takes CRLF and LF alike
	header, err := reader.Read()
	if err != nil {
		return nil, err
	}
	expected := make([]string, len(columns))
	for i, column := range columns {
		expected[i] = column.header
	}
	if !slices.Equal(header, expected) {
		return nil, fault.New(fault.Validation, "The header is %q, not %q.", header, expected)
	}
	return reader.ReadAll()
}

// realColumn is a column of an original and what becomes of it.
type realColumn struct {
	Column
	header string
	arrow  arrow.DataType
	append func(builder array.Builder, cell string) error
}

// original is a column taken from an original; an empty cell is null.
func original[V any](header, name string, of kind[V], comment string) realColumn {
	return realColumn{Column{name, of.hive, comment}, header, of.arrow, func(builder array.Builder, cell string) error {
		if cell == "" {
			builder.AppendNull()
			return nil
		}
		v, err := of.parse(cell)
		if err != nil {
			return fault.Wrap(err, fault.Internal, "The column %s cannot hold %q.", name, cell)
		}
		builder.(appender[V]).Append(v)
		return nil
	}}
}

// realTable is a table that has the rows of an original, typed.
func realTable(account, database, name, comment string, from []realColumn, rows []record) Table {
	fields := make([]field[record], len(from))
	for i, column := range from {
		fields[i] = field[record]{column.Column, column.arrow, func(builder array.Builder, row record) error {
			return column.append(builder, row[i])
		}}
	}
	return Table{
		Account: account, Database: database, Name: name, Comment: comment,
		Columns: columns(fields), Rows: len(rows),
		Files: []File{{
			Key: name + "/part-0.parquet", Rows: len(rows),
			write: func(w io.Writer) error { return writeParquet(w, fields, slices.Values(rows)) },
		}},
	}
}

// position returns the place of the column in the records of its original.
func position(columns []realColumn, name string) int {
	return slices.IndexFunc(columns, func(c realColumn) bool { return c.Name == name })
}
