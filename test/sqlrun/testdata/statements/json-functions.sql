-- SELECT
-- columns: _col0 varchar, _col1 bigint, _col2 varchar
-- rows: x 2 {"b":1}
SELECT json_extract_scalar(j, '$.a[1]'), json_array_length(json_extract(j, '$.a')), json_format(json_parse('{"b":1}')) FROM (VALUES '{"a":[1,"x"]}') t(j)
