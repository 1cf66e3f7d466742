// Package sqllogic holds what SQL means here: cases in the form of sqllogictest, one theme a file, with the values that
// Trino's documentation gives or that its rules yield. Each case runs three ways, which must agree: through the engine as
// it is translated, again from its own tree printed as text, and through the API of Athena with a real client, whose
// text of values is the one that the files have. It has no code of its own and nobody imports it.
//
// A file is made of records that empty lines divide:
//
//	query IRT
//	SELECT 1, 1.5, 'a'
//	----
//	1	1.5	a
//
//	statement error DIVISION_BY_ZERO
//	SELECT 1 / 0
//
// The letters are the columns' kinds: I for integers, R for other numbers, T for all else. Cells of a row are divided by
// tabs; NULL stands for null, (empty) for the empty text. Lines that begin with # are comments: where a rule is from.
package sqllogic
