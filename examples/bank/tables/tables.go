// Package tables makes the tables of the example bank as typed Parquet files, and the answer that its question must
// have. Real tables are the published files in data/, typed; generated tables draw their rows from the real ones and
// make up only the time (../README.md). It opens no file and no connection.
//
// It is apart from package bank so that whoever needs the question or the dashboard alone is not compiled with Parquet.
// Only cli and tests may import it.
package tables

import (
	"io"

	"interlaken/examples/bank"
	"interlaken/fault"
)

// Rows of the generated tables where Options does not say otherwise.
const (
	DefaultRows  = 120_000
	DefaultLoans = 200_000
)

// maximumRows bounds each generated table, so that the products of the apportionment stay within 64 bits.
const maximumRows = 100_000_000

// Options sizes the generated tables. The zero value is the example as documented.
type Options struct {
	Rows  int // rows of bank.complaints; 0 means DefaultRows
	Loans int // rows of lending.loans; 0 means DefaultLoans
	// Seed decides the order and the attributes of generated rows, never how many there are of a state, month
	// or grade. The same options give the same bytes.
	Seed uint64
}

// Table is one table as a catalog declares it, with its files.
type Table struct {
	Account       string // 12 digits
	Database      string
	Name          string
	Comment       string // says whether the table is real or generated, and from what
	Columns       []Column
	PartitionKeys []Column
	Rows          int
	Files         []File // at least one; ordered by partition, then by part
}

// Column is a column by its name, its Hive type (as Glue keeps it) and what it means.
type Column struct {
	Name    string
	Type    string
	Comment string
}

// File is one Parquet file (snappy). It holds no bytes until it is written.
type File struct {
	// Key is the object key below the prefix of the account's data, such as
	// "complaints/month=2018-01/part-0.parquet". The part before the first slash is the table's name.
	Key string
	// Partition holds the values of the table's PartitionKeys, in their order; nil for an unpartitioned table.
	Partition []string
	Rows      int
	write     func(io.Writer) error
}

// WriteTo makes the file and writes it to w, one row group in memory at a time. It may be called again, gives
// the same bytes each time, and may be called at once for several files of one table.
func (f File) WriteTo(w io.Writer) (int64, error) {
	counted := &countingWriter{to: w}
	err := f.write(counted)
	return counted.bytes, err
}

type countingWriter struct {
	to    io.Writer
	bytes int64
}

func (c *countingWriter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.bytes += int64(n)
	return n, err
}

// Tables returns the tables of all accounts, in the order of the accounts. It reads the originals and plans the
// counts of the generated rows; the rows themselves are made when a file is written. A negative or excessive
// size is a fault.Validation.
func Tables(options Options) ([]Table, error) {
	p, read, err := planned(options)
	if err != nil {
		return nil, err
	}
	return []Table{
		realTable(bank.RetailAccount, bank.RetailDatabase, "complaints_cfpb", complaintsComment, complaintColumns, read.complaints),
		complaintsTable(p),
		realTable(bank.InvestmentAccount, bank.InvestmentDatabase, "vix_daily", volatilityComment, volatilityColumns, read.volatility),
		realTable(bank.InvestmentAccount, bank.InvestmentDatabase, "fx_monthly", exchangeComment, exchangeColumns, read.exchange),
		realTable(bank.RiskAccount, bank.RiskDatabase, "loans_lc", loansComment, loanColumns, read.loans),
		loansTable(p),
	}, nil
}

// complete fills in the defaults and refuses sizes that cannot be.
func (o Options) complete() (Options, error) {
	if o.Rows == 0 {
		o.Rows = DefaultRows
	}
	if o.Loans == 0 {
		o.Loans = DefaultLoans
	}
	for _, rows := range []int{o.Rows, o.Loans} {
		if rows < 0 || rows > maximumRows {
			return o, fault.New(fault.Validation, "A generated table can have 1 to %d rows, not %d.", maximumRows, rows)
		}
	}
	return o, nil
}
