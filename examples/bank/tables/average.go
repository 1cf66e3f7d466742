package tables

// AverageRow is what the dashboard's headline has to say of the months of one mood of the markets: averages over the
// months of the states that are large enough, with every month of a state counting the same.
type AverageRow struct {
	Markets          string // nervous or calm
	ComplaintsPerDay float64
	BadLoansPerMonth float64
}

// Averages returns the dashboard's headline over the tables that the options give: nervous, then calm; of one state, or
// of all that are large enough where state is "". Like Answer it is computed from the planned counts, without SQL and
// without a row. Nothing is rounded.
func Averages(options Options, state string) ([]AverageRow, error) {
	p, _, err := planned(options)
	if err != nil {
		return nil, err
	}
	var perDay, perMonth [moods]float64
	var cells [moods]int
	for _, at := range p.largeStates() {
		if state != "" && p.states[at] != state {
			continue
		}
		for i, m := range p.months {
			perDay[m.mood] += float64(p.complaintCells[at][i]) / float64(m.days)
			perMonth[m.mood] += float64(p.badByMonth[at][i])
			cells[m.mood]++
		}
	}
	row := func(markets string, mood mood) AverageRow {
		return AverageRow{markets, perDay[mood] / float64(cells[mood]), perMonth[mood] / float64(cells[mood])}
	}
	return []AverageRow{row("nervous", nervous), row("calm", calm)}, nil
}
