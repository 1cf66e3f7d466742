-- SELECT
-- NOT_SUPPORTED: line 1:29: MATCH_RECOGNIZE is not supported
SELECT * FROM harbour.tides MATCH_RECOGNIZE (
  PARTITION BY station ORDER BY at
  MEASURES first(up.metres) AS low, last(up.metres) AS high
  ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW
  PATTERN (a up+) DEFINE up AS metres > prev(metres)
)
