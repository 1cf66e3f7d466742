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
geo_from_text geo_line_from_text geo_polygon geo_from_binary geo_from_hadoop geo_from_json geo_from_polyline geo_point
geo_line geo_multi_point geo_to_sphere geo_text geo_hadoop geo_json geo_polyline geo_contains geo_within
geo_intersects geo_disjoint geo_touches geo_crosses geo_overlaps geo_equals geo_relate geo_intersection geo_difference
geo_sym_difference geo_union geo_union_all geo_hull_all geo_buffer geo_boundary geo_envelope geo_envelope_points
geo_hull geo_centroid geo_simplify geo_exterior_ring geo_area geo_length geo_distance geo_nearest_points
geo_sphere_area geo_sphere_length geo_sphere_distance geo_locate_point geo_interpolate geo_interpolate_all geo_type
geo_dimension geo_is_empty geo_is_closed geo_is_ring geo_is_simple geo_invalid_reason geo_x geo_y geo_x_min geo_x_max
geo_y_min geo_y_max geo_start_point geo_end_point geo_point_n geo_points geo_num_points geo_geometry_n geo_geometries
geo_num_geometries geo_interior_ring_n geo_interior_rings geo_num_interior_ring geo_tile geo_tile_of_key geo_tile_at
geo_tile_key geo_tile_coordinates geo_tile_zoom geo_tile_polygon geo_tiles_around geo_tiles_within geo_tiles_covering
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
