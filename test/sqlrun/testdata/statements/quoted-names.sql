-- SELECT
-- columns: as integer, select integer
-- rows: 1 2
SELECT "Größe" AS "as", "select" FROM (VALUES (1, 2)) t("Größe", "select")
