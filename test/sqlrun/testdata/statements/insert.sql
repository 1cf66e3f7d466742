-- INSERT
-- columns: id bigint, _col1 date, _col2 decimal(14,4)
-- reads: harbour.ships(id, tonnage, active)
INSERT INTO harbour.dues (ship, paid, amount) SELECT id, current_date, tonnage * DECIMAL '0.05' FROM harbour.ships WHERE active
