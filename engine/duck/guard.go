package duck

import (
	"strings"
	"unicode/utf8"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"interlaken/fault"
)

// withheld are DuckDB's own functions that act on the instance itself, tell of its settings, or hide a statement from
// this check. The translator prints none of them; refusing them here is the second line (facts/engine.md section
// 3: some still work after the configuration is locked, and prepare as SELECT).
var withheld = set(`enable_logging disable_logging write_log truncate_duckdb_logs enable_profiling disable_profiling
	enable_profile disable_profile checkpoint force_checkpoint enable_peg_parser disable_peg_parser
	arrow_scan arrow_scan_dumb pandas_scan python_map_function query query_table json_execute_serialized_sql
	sql_auto_complete read_duckdb which_secret duckdb_secrets duckdb_settings current_setting duckdb_views
	duckdb_logs duckdb_logs_parsed duckdb_log_contexts duckdb_temporary_files duckdb_external_file_cache`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// guard refuses everything but one query that calls no withheld function.
func guard(c *duckdb.Conn, statement string) error {
	if !begins(statement, "SELECT", "WITH", "VALUES", "(") { // PRAGMA, SHOW and DESCRIBE prepare as SELECT
		return fault.New(fault.Validation, "Only a single query may run here.")
	}
	if err := checkCalls(statement); err != nil {
		return err
	}
	prepared, err := c.Prepare(statement)
	if err != nil {
		return err
	}
	defer prepared.Close()
	kind, err := prepared.(*duckdb.Stmt).StatementType()
	if err != nil {
		return err
	}
	if kind != duckdb.STATEMENT_TYPE_SELECT {
		return fault.New(fault.Validation, "Only a single query may run here.")
	}
	return nil
}

func begins(statement string, words ...string) bool {
	statement = strings.TrimLeft(statement, " \t\r\n")
	for _, w := range words {
		if len(statement) >= len(w) && strings.EqualFold(statement[:len(w)], w) {
			return true
		}
	}
	return false
}

// checkCalls walks over the statement's words. It knows the lexical forms that the printer uses and refuses those in
// which a call could hide from it: comments, dollar quotes and strings with escapes.
func checkCalls(s string) error {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == '\'':
			end, ok := quoted(s, i)
			if !ok {
				return strange()
			}
			i = end
		case c == '"':
			end, ok := quoted(s, i)
			if !ok {
				return strange()
			}
			if err := checkCall(strings.ReplaceAll(s[i+1:end-1], `""`, `"`), s[end:]); err != nil {
				return err
			}
			i = end
		case letter(c):
			end := i
			for end < len(s) && (letter(s[end]) || s[end] >= '0' && s[end] <= '9') {
				end++
			}
			if end < len(s) && (s[end] == '\'' || s[end] == '$') { // E'…', X'…', a$b
				return strange()
			}
			if err := checkCall(s[i:end], s[end:]); err != nil {
				return err
			}
			i = end
		case c == '$' || c == 0 || strings.HasPrefix(s[i:], "--") || strings.HasPrefix(s[i:], "/*"):
			return strange()
		default:
			i++
		}
	}
	return nil
}

func strange() error {
	return fault.New(fault.Validation, "The statement has a form that the engine does not take.")
}

func letter(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= utf8.RuneSelf
}

// quoted returns the index after the quoted text that begins at i; a doubled quote stands for itself.
func quoted(s string, i int) (end int, ok bool) {
	quote := s[i]
	for i++; i < len(s); i++ {
		if s[i] != quote {
			continue
		}
		if i+1 < len(s) && s[i+1] == quote {
			i++
			continue
		}
		return i + 1, true
	}
	return 0, false
}

// checkCall refuses a withheld name that is called. What stands in the parentheses tells a call from the column
// list of a WITH query or alias that happens to have such a name: the list is plain names only.
func checkCall(name, rest string) error {
	if !withheld[strings.ToLower(name)] {
		return nil
	}
	rest = strings.TrimLeft(rest, " \t\r\n")
	if !strings.HasPrefix(rest, "(") || isColumnList(rest[1:]) {
		return nil
	}
	return fault.New(fault.Validation, "The function %s is not available.", strings.ToLower(name))
}

// isColumnList reports whether s begins with names, separated by commas, and a closing parenthesis.
func isColumnList(s string) bool {
	for {
		s = strings.TrimLeft(s, " \t\r\n")
		end := 0
		if strings.HasPrefix(s, `"`) {
			after, ok := quoted(s, 0)
			if !ok {
				return false
			}
			end = after
		} else {
			for end < len(s) && (letter(s[end]) || end > 0 && s[end] >= '0' && s[end] <= '9') {
				end++
			}
		}
		if end == 0 {
			return false
		}
		s = strings.TrimLeft(s[end:], " \t\r\n")
		if strings.HasPrefix(s, ")") {
			return true
		}
		if !strings.HasPrefix(s, ",") {
			return false
		}
		s = s[1:]
	}
}
