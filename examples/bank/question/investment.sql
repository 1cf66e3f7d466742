-- Mean close of the volatility index by month.
SELECT
  date_format(day, '%Y-%m') AS month,
  avg(close) AS mean_close
FROM market.vix_daily
WHERE day BETWEEN DATE '2018-01-01' AND DATE '2021-12-31'
GROUP BY date_format(day, '%Y-%m')
