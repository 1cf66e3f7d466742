package calc

// The functions of the User Guide, "Functions by category", in its order.
func init() {
	aggregates()
	conditionals()
	dates()
	numbers()
	texts()
	lookups()
	overs()
	running()
}

func aggregates() {
	for _, one := range []struct{ name, argument, result, summary string }{
		{"avg", "measure number", "decimal", "the mean of the values"},
		{"count", "value any", "integer", "how many values there are"},
		{"distinct_count", "value any", "integer", "how many different values there are"},
		{"max", "measure any", "first", "the largest value"},
		{"median", "measure number", "decimal", "the value in the middle"},
		{"min", "measure any", "first", "the smallest value"},
		{"stdev", "measure number", "decimal", "the standard deviation of a sample"},
		{"stdevp", "measure number", "decimal", "the standard deviation of a population"},
		{"sum", "measure number", "first", "the sum of the values"},
		{"var", "measure number", "decimal", "the variance of a sample"},
		{"varp", "measure number", "decimal", "the variance of a population"},
	} {
		declare(Aggregate, one.name+"("+one.argument+", dimensions? dimensions) "+one.result, "Gives "+one.summary+", of the visual's groups or of those of the dimensions.")
		declare(Aggregate, one.name+"If("+one.argument+", condition boolean) "+one.result, "Gives "+one.summary+" where the condition holds.")
	}
	for _, name := range []string{"percentile", "percentileDisc", "percentileCont"} {
		declare(Aggregate, name+"(measure number, percent constant, dimensions? dimensions) decimal", "Gives the value below which so many percent of the values lie.")
	}
	for _, one := range []struct{ name, argument, result, summary string }{
		{"Avg", "measure number", "decimal", "the mean"},
		{"Count", "value any", "integer", "the number of values"},
		{"Max", "measure any", "first", "the largest value"},
		{"Median", "measure number", "decimal", "the value in the middle"},
		{"Min", "measure any", "first", "the smallest value"},
		{"StDev", "measure number", "decimal", "the standard deviation of a sample"},
		{"StDevP", "measure number", "decimal", "the standard deviation of a population"},
		{"Sum", "measure number", "first", "the sum"},
		{"Var", "measure number", "decimal", "the variance of a sample"},
		{"VarP", "measure number", "decimal", "the variance of a population"},
	} {
		declare(PeriodAggregate, "periodToDate"+one.name+"("+one.argument+", date datetime, period period, end? datetime) "+one.result, "Gives "+one.summary+" from the beginning of a period to a date.")
	}
	for _, name := range []string{"periodToDatePercentile", "periodToDatePercentileCont"} {
		declare(PeriodAggregate, name+"(measure number, percent constant, date datetime, period period, end? datetime) decimal", "Gives a percentile from the beginning of a period to a date.")
	}
}

func conditionals() {
	declare(Scalar, "coalesce(value same, (value same)*) same", "Gives the first value that is not null.")
	declare(Scalar, "ifelse((if boolean, then same)*, otherwise+ same) same", "Gives what stands after the first condition that holds.")
	declare(Scalar, "in(value any, values values) boolean", "Tells whether a value is among those of a list or parameter.")
	declare(Scalar, "isNotNull(value any) boolean", "Tells whether a value is there.")
	declare(Scalar, "isNull(value any) boolean", "Tells whether no value is there.")
	declare(Scalar, "notIn(value any, values values) boolean", "Tells whether a value is not among those of a list or parameter.")
	declare(Scalar, "nullIf(value same, other same) first", "Gives null where two values are equal, else the first.")
	declare(Scalar, "switch(value any, (when any, then same)*, otherwise+ same) same", "Gives what stands after the value that is equal.")
}

func dates() {
	declare(Scalar, "addDateTime(amount integer, period period, date datetime) datetime", "Adds so many of a unit of time to a date.")
	declare(Scalar, "addWorkDays(date datetime, days integer) datetime", "Adds so many days from Monday to Friday to a date.")
	declare(Scalar, "dateDiff(from datetime, to datetime, period? period) integer", "Counts the units of time between two dates; days where none is named.")
	declare(Scalar, "epochDate(seconds integer) datetime", "Makes a date of the seconds since 1970.")
	declare(Scalar, "extract(period period, date datetime) integer", "Gives one part of a date.")
	declare(Scalar, "formatDate(date datetime, format? constant, zone? constant) string", "Writes a date after a pattern.")
	declare(Scalar, "isWorkDay(date datetime) integer", "Gives 1 for Monday to Friday, else 0.")
	declare(Scalar, "netWorkDays(from datetime, to datetime) integer", "Counts the days from Monday to Friday between two dates, both counted.")
	declare(Scalar, "now() datetime", "Gives the moment at which the dashboard was loaded.")
	declare(Scalar, "truncDate(period period, date datetime) datetime", "Gives the beginning of a unit of time.")
}

func numbers() {
	declare(Scalar, "abs(number number) first", "Gives a number without its sign.")
	declare(Scalar, "ceil(number number) integer", "Rounds up to a whole number.")
	declare(Scalar, "decimalToInt(number number) integer", "Cuts off what stands after the point.")
	declare(Scalar, "exp(number number) decimal", "Gives e to the power of a number.")
	declare(Scalar, "floor(number number) integer", "Rounds down to a whole number.")
	declare(Scalar, "intToDecimal(number number) decimal", "Makes a whole number a decimal.")
	declare(Scalar, "ln(number number) decimal", "Gives the natural logarithm.")
	declare(Scalar, "log(number number) decimal", "Gives the logarithm to base 10.")
	declare(Scalar, "mod(number number, divisor number) first", "Gives what is left after a division.")
	declare(Scalar, "round(number number, scale? count) decimal", "Rounds to so many digits after the point; to a whole number where none is given.")
	declare(Scalar, "sqrt(number number) decimal", "Gives the square root.")
}

func texts() {
	declare(Scalar, "concat(text any, (text any)*) string", "Joins texts.")
	declare(Scalar, "contains(text string, part string, matching? matching) boolean", "Tells whether a text has another in it.")
	declare(Scalar, "endsWith(text string, part string, matching? matching) boolean", "Tells whether a text ends with another.")
	declare(Scalar, "left(text string, length integer) string", "Gives the first characters.")
	declare(Scalar, "locate(text string, part string, start? integer) integer", "Gives where a text has another in it, from 1; 0 where it has not.")
	declare(Scalar, "ltrim(text string) string", "Takes blanks off the beginning.")
	declare(Scalar, "parseDate(text any, format? constant, zone? constant) datetime", "Reads a date after a pattern; null where it is none.")
	declare(Scalar, "parseDecimal(text string) decimal", "Reads a decimal; null where it is none.")
	declare(Scalar, "parseInt(text string) integer", "Reads a whole number; null where it is none.")
	declare(Scalar, "parseJson(text string, path constant) string", "Reads a value out of a JSON text.")
	declare(Scalar, "replace(text string, part string, by string) string", "Replaces each occurrence of a part.")
	declare(Scalar, "right(text string, length integer) string", "Gives the last characters.")
	declare(Scalar, "rtrim(text string) string", "Takes blanks off the end.")
	declare(Scalar, "split(text string, delimiter string, position integer) string", "Gives the part at a position, from 1, of a text cut at each delimiter; from -1 back.")
	declare(Scalar, "startsWith(text string, part string, matching? matching) boolean", "Tells whether a text begins with another.")
	declare(Scalar, "strlen(text string) integer", "Counts characters.")
	declare(Scalar, "substring(text string, start integer, length integer) string", "Gives so many characters from a position, from 1.")
	declare(Scalar, "toLower(text string) string", "Writes in small letters.")
	declare(Scalar, "toString(value any) string", "Makes any value a text.")
	declare(Scalar, "toUpper(text string) string", "Writes in capital letters.")
	declare(Scalar, "trim(text string) string", "Takes blanks off both ends.")
}

func lookups() {
	for _, name := range []string{"difference", "percentDifference"} {
		declare(TableCalculation, name+"(measure measure, order order, offset count, partition? dimensions) decimal", "Compares a measure with that of the row at a distance.")
	}
	for _, name := range []string{"lag", "lead"} {
		declare(TableCalculation, name+"(value aggregate, order order, offset count, partition? dimensions) first", "Gives the value of the row at a distance.")
	}
	for _, name := range []string{"firstValue", "lastValue"} {
		declare(TableCalculation, name+"(value aggregate, order order, partition? dimensions) first", "Gives the value at an end of the partition.")
	}
	declare(TableCalculation, "percentOfTotal(measure measure, partition? dimensions) decimal", "Gives a measure's share of its partition's sum.")
	for _, name := range []string{"Difference", "PercentDifference", "LastValue"} {
		declare(TableCalculation, "periodOverPeriod"+name+"(measure measure, date datetime, period? period, offset? count) decimal", "Compares a measure with that of an earlier period.")
	}
	for _, name := range []string{"Avg", "Count", "Max", "Min", "Sum"} {
		declare(TableCalculation, "periodToDate"+name+"OverTime(measure aggregate, date datetime, period? period) decimal", "Computes from the beginning of a period to each of its rows.")
	}
}

func overs() {
	for _, one := range []struct{ name, argument, result string }{
		{"avg", "measure number", "decimal"},
		{"count", "value any", "integer"},
		{"distinctCount", "value any", "integer"},
		{"max", "measure any", "first"},
		{"min", "measure any", "first"},
		{"stdev", "measure number", "decimal"},
		{"stdevp", "measure number", "decimal"},
		{"sum", "measure number", "first"},
		{"var", "measure number", "decimal"},
		{"varp", "measure number", "decimal"},
	} {
		declare(Over, one.name+"Over("+one.argument+", partition? dimensions, level? level) "+one.result, "Computes over a partition, for each row of it.")
	}
	for _, name := range []string{"percentile", "percentileCont", "percentileDisc"} {
		declare(Over, name+"Over(measure number, percent constant, partition? dimensions, level? level) decimal", "Gives a percentile of a partition, for each row of it.")
	}
	for _, name := range []string{"rank", "denseRank"} {
		declare(Over, name+"(order order, partition? dimensions, level? level) integer", "Ranks the rows of a partition.")
	}
	declare(Over, "percentileRank(order order, partition? dimensions, level? level) decimal", "Tells above how many percent of the rows of a partition each is.")
}

func running() {
	for _, one := range []struct{ name, result string }{{"Avg", "decimal"}, {"Count", "integer"}, {"Max", "first"}, {"Min", "first"}, {"Sum", "first"}} {
		declare(TableCalculation, "running"+one.name+"(measure aggregate, order order, partition? dimensions) "+one.result, "Computes over the rows up to each.")
		declare(TableCalculation, "window"+one.name+"(measure aggregate, order order, before count, after count, partition? dimensions) "+one.result, "Computes over the rows around each.")
	}
}
