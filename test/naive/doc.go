// Package naive answers a visual's query over rows in memory, straight from the query and the expressions of its calculated
// fields: without SQL, without a tree of it and without an engine, one value after the other, however slow. It is the oracle
// of hub/query's passes and of calc's forms, of which it shares the parser alone. Only tests import it.
package naive
