-- SELECT
-- columns: quay varchar, _col1 integer, kind varchar, _col3 varchar, _col4 varchar, _col5 varchar
-- reads: harbour.calls(berth, cargo, notes)
SELECT berth.quay, berth.number + 1, cargo[1].kind, cargo[1].seals[1], notes['pilot'], element_at(notes, 'x') FROM harbour.calls
