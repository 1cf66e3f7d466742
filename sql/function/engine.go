package function

// engineFunctions are the DuckDB functions that a translated statement may hold. sql/translate checks every call of a
// finished tree against this list before it is printed; none of them reads files, settings or the network.
var engineFunctions = set(`
abs acos asin atan atan2 cbrt ceil cos cosh degrees exp floor isfinite isinf isnan ln log log10 log2 mod pi power
radians round sign sin sinh sqrt tan tanh trunc greatest least coalesce nullif try
add subtract divide
bit_count xor bit_and bit_or bit_xor
length strlen lower upper reverse replace substring strpos starts_with ends_with translate trim ltrim rtrim lpad rpad
repeat chr unicode to_base concat concat_ws contains string_split array_to_string levenshtein hamming format printf nfc_normalize
regexp_matches regexp_extract regexp_extract_all regexp_replace regexp_split_to_array regexp_full_match
like_escape not_like_escape
md5 sha1 sha256 unhex hex to_hex to_base64 from_base64 encode decode octet_length url_encode url_decode
date_trunc date_sub date_diff date_part year month day quarter week isoyear isodow dayofyear hour minute second
last_day make_date make_timestamp epoch epoch_ms epoch_us to_timestamp timezone strftime strptime
to_years to_months to_days to_hours to_minutes to_seconds to_milliseconds to_microseconds
list_value list_transform list_filter list_reduce list_contains list_position list_sort list_reverse_sort list_distinct
list_bit_and list_bit_or list_sum list_min list_max list_avg list_concat list_slice list_intersect list_has_any list_has_all list_reverse list_zip flatten len
generate_series range unnest array_append array_prepend list_element list_extract list_resize list_unique list_any_value list_count
map map_keys map_values map_entries map_from_entries map_extract map_concat element_at cardinality struct_pack struct_extract row
json_extract json_extract_string json_type json_valid json_array_length json json_keys to_json json_contains
count count_star count_if sum avg min max arg_max_null arg_min_null arg_max arg_min any_value first last array_agg list
string_agg bool_and bool_or stddev_samp stddev_pop var_samp var_pop corr covar_samp covar_pop regr_slope regr_intercept
quantile_disc histogram grouping skewness product fsum
row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value
`)

func set(words string) map[string]bool {
	out := map[string]bool{}
	start := -1
	for i, c := range words + " " {
		switch {
		case c != ' ' && c != '\n' && start < 0:
			start = i
		case (c == ' ' || c == '\n') && start >= 0:
			out[words[start:min(i, len(words))]] = true
			start = -1
		}
	}
	return out
}

// EngineAllowed reports whether a statement for the engine may call the function.
func EngineAllowed(name string) bool { return engineFunctions[name] }
