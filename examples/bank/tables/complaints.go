package tables

import (
	"fmt"
	"io"
	"iter"
	"math/rand/v2"

	"github.com/apache/arrow-go/v18/arrow"

	"interlaken/examples/bank"
)

// Streams of random numbers under one seed: each generated file or order has its own, so that files can be
// written in any order.
const (
	complaintsStream = 1 << 32 // plus the index of the month
	loansStream      = 2 << 32
)

// complaintRow is a generated complaint.
type complaintRow struct {
	id         int64
	receivedOn arrow.Date32
	state      string
	complaint
}

var complaintFields = []field[complaintRow]{
	generated("complaint_id", bigintKind, "Number of the complaint, rising with the day",
		func(r complaintRow) (int64, bool) { return r.id, true }),
	generated("received_on", dateKind, "Day the complaint was received (generated)",
		func(r complaintRow) (arrow.Date32, bool) { return r.receivedOn, true }),
	generated("state", textKind, "US state of the consumer, two letters",
		func(r complaintRow) (string, bool) { return r.state, true }),
	generated("product", textKind, "Kind of financial product",
		func(r complaintRow) (string, bool) { return r.product, true }),
	generated("company", textKind, "Company complained of",
		func(r complaintRow) (string, bool) { return r.company, true }),
}

// complaintsTable is bank.complaints: a partition a month, each complaint with the product and company of a real
// one of its state.
func complaintsTable(p *plan) Table {
	table := Table{
		Account: bank.RetailAccount, Database: bank.RetailDatabase, Name: "complaints",
		Comment: "Time is generated; mixes are real: states, products and companies as in complaints_cfpb. " +
			"In months when markets were nervous (mean VIX close of 20 or more) complaints per day weigh 1.60.",
		Columns:       columns(complaintFields),
		PartitionKeys: []Column{{"month", "string", "Month of received_on, YYYY-MM"}},
		Rows:          p.options.Rows,
	}
	before := 0
	for i, m := range p.months {
		rows := 0
		for _, byMonth := range p.complaintCells {
			rows += byMonth[i]
		}
		if rows == 0 {
			continue
		}
		made := p.complaintsOf(i, before, rows)
		table.Files = append(table.Files, File{
			Key: fmt.Sprintf("complaints/month=%s/part-0.parquet", m.name()), Partition: []string{m.name()}, Rows: rows,
			write: func(w io.Writer) error { return writeParquet(w, complaintFields, made) },
		})
		before += rows
	}
	return table
}

// complaintsOf makes the complaints of a month, in the order of their days; before is how many earlier months have.
func (p *plan) complaintsOf(index, before, rows int) iter.Seq[complaintRow] {
	m := p.months[index]
	return func(yield func(complaintRow) bool) {
		random := rand.New(rand.NewPCG(p.options.Seed, complaintsStream+uint64(index)))
		states := make([]uint8, 0, rows) // indexes into p.states: 50 of them
		for state, byMonth := range p.complaintCells {
			for range byMonth[index] {
				states = append(states, uint8(state))
			}
		}
		random.Shuffle(rows, func(i, j int) { states[i], states[j] = states[j], states[i] })
		perDay := make([]int, m.days)
		for range rows {
			perDay[random.IntN(m.days)]++
		}
		id, first := int64(before), arrow.Date32FromTime(m.first)
		for day, count := range perDay {
			for range count {
				state := states[id-int64(before)]
				real := p.complaints[state]
				id++
				row := complaintRow{id, first + arrow.Date32(day), p.states[state], real[random.IntN(len(real))]}
				if !yield(row) {
					return
				}
			}
		}
	}
}
