package calc

// Lacks says in a sentence how the function differs from what Quick Sight documents, where the statement runs on Athena;
// "" where it does not. In SPICE no function differs: its engine computes exactly what Athena approximates.
func (f *Function) Lacks() string {
	switch f.Name {
	case "median", "medianIf", "percentile", "percentileDisc", "periodToDateMedian", "periodToDatePercentile", "percentileOver", "percentileDiscOver":
		return "On Athena it is approx_percentile, an estimate: Athena has no exact one that needs bounded memory."
	}
	return ""
}

// Checked is how many values of the function are compared with an evaluator of the language that knows no SQL, on each of
// both paths: a data source's own engine, and the one of sets in memory.
func (f *Function) Checked() int { return checked[f.Name] }

// Levels says what the function has one value for.
func (f *Function) Levels() string {
	switch f.Kind {
	case Aggregate:
		if last := f.arguments[len(f.arguments)-1]; last.form == dimensions {
			return "group, or row with dimensions"
		}
		return "group"
	case PeriodAggregate:
		return "group"
	case Over:
		return "PRE_FILTER, PRE_AGG, POST_AGG_FILTER"
	case TableCalculation:
		return "table calculation"
	}
	return "row or group"
}
