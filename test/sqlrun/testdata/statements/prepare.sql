-- PREPARE
-- columns: name varchar
-- reads: harbour.ships(name, port, year)
-- EXECUTE
-- EXECUTE
-- DESCRIBE INPUT
-- DESCRIBE OUTPUT
-- DEALLOCATE PREPARE
PREPARE by_port FROM SELECT name FROM harbour.ships WHERE port = ? AND year BETWEEN ? AND ? LIMIT ?;
EXECUTE by_port USING 'Kiel', 2020, 2024, 10;
EXECUTE IMMEDIATE 'SELECT name FROM harbour.ships WHERE port = ?' USING 'Kiel';
DESCRIBE INPUT by_port; DESCRIBE OUTPUT by_port;
DEALLOCATE PREPARE by_port
