package token

// Kind is the kind of a token.
type Kind uint8

// The kinds of token.
const (
	EOF           Kind = iota
	Unrecognized       // a character that begins no token, or the quote that begins an unterminated one
	Word               // an unquoted word: keyword or name
	DigitWord          // a word that begins with a digit, which Trino refuses and Hive DDL takes
	Quoted             // "…"
	Backquoted         // `…`
	String             // '…'
	UnicodeString      // U&'…'
	Binary             // X'…'
	Integer
	Decimal
	Double
	Symbol // operator or punctuation
)

// Token is a piece of a source text. Comments and white space are none.
type Token struct {
	Kind Kind
	// Key is what a grammar compares: a Word in upper case, a Symbol as it is, empty for all else.
	Key string
	// Text is the token as written.
	Text string
	// Start and End are its place; End is the first character after it.
	Start, End Pos
}

// Dialect is how strings and names are written.
type Dialect uint8

// The dialects of source text.
const (
	// Trino doubles a quote inside quotes; a backslash is a character as any other.
	Trino Dialect = iota
	// Hive is that of Athena's DDL: a backslash escapes, and "…" is a string as '…' is.
	Hive
)
