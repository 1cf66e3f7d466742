-- SELECT
-- columns: name varchar, $path varchar
-- reads: harbour.ships(name, port, year)
SELECT name, "$path" FROM harbour.ships WHERE port IN ('Kiel', 'Rostock') AND year = 2024
