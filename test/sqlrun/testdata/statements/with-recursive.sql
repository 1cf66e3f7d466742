-- SELECT
-- columns: step integer, level integer
-- rows: 1 16; 2 8; 3 4; 4 2; 5 1
WITH RECURSIVE lock(step, level) AS (
  VALUES (1, 16)
  UNION ALL
  SELECT step + 1, level / 2 FROM lock WHERE level > 1
)
SELECT step, level FROM lock ORDER BY step
