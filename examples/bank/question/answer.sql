-- Nervous markets against calm ones, over the parts retail, investment and risk.
WITH months AS (
  SELECT
    month,
    CASE WHEN mean_close >= 20.0 THEN 'nervous' ELSE 'calm' END AS markets,
    date_diff('day', date_parse(month, '%Y-%m'), date_add('month', 1, date_parse(month, '%Y-%m'))) AS days
  FROM investment
),
spans AS (
  SELECT markets, count(*) AS months, sum(days) AS days
  FROM months
  GROUP BY markets
),
state_complaints AS (
  SELECT retail.state, months.markets, sum(retail.complaints) AS complaints
  FROM retail
  JOIN months ON months.month = retail.month
  GROUP BY retail.state, months.markets
),
state_bad_loans AS (
  SELECT risk.state, months.markets, sum(risk.bad_loans) AS bad_loans
  FROM risk
  JOIN months ON months.month = risk.month
  GROUP BY risk.state, months.markets
),
large_states AS (
  SELECT retail.state
  FROM retail
  JOIN risk ON risk.state = retail.state
  GROUP BY retail.state
  HAVING max(retail.real_complaints) >= 20 AND max(risk.real_loans) >= 50
),
state_rates AS (
  SELECT
    c.state,
    c.markets,
    CAST(c.complaints AS double) / spans.days AS complaints_per_day,
    CAST(b.bad_loans AS double) / spans.months AS bad_loans_per_month
  FROM large_states
  JOIN state_complaints c ON c.state = large_states.state
  JOIN state_bad_loans b ON b.state = c.state AND b.markets = c.markets
  JOIN spans ON spans.markets = c.markets
),
rising AS (
  SELECT
    s.markets,
    sum(CASE WHEN s.complaints_per_day / calm.complaints_per_day > 1.10
              AND s.bad_loans_per_month / calm.bad_loans_per_month > 1.10 THEN 1 ELSE 0 END) AS states_rising,
    count(*) AS states
  FROM state_rates s
  JOIN state_rates calm ON calm.state = s.state
  WHERE calm.markets = 'calm'
  GROUP BY s.markets
),
rates AS (
  SELECT
    spans.markets,
    spans.months,
    CAST(c.complaints AS double) / spans.days AS complaints_per_day,
    CAST(b.bad_loans AS double) / spans.months AS bad_loans_per_month
  FROM spans
  JOIN (SELECT markets, sum(complaints) AS complaints FROM state_complaints GROUP BY markets) c
    ON c.markets = spans.markets
  JOIN (SELECT markets, sum(bad_loans) AS bad_loans FROM state_bad_loans GROUP BY markets) b
    ON b.markets = spans.markets
)
SELECT
  r.markets,
  r.months,
  CAST(r.complaints_per_day AS decimal(12, 2)) AS complaints_per_day,
  CAST(r.complaints_per_day / calm.complaints_per_day AS decimal(12, 2)) AS complaints_ratio,
  CAST(r.bad_loans_per_month AS decimal(12, 2)) AS bad_loans_per_month,
  CAST(r.bad_loans_per_month / calm.bad_loans_per_month AS decimal(12, 2)) AS bad_loans_ratio,
  rising.states_rising,
  rising.states
FROM rates r
JOIN rising ON rising.markets = r.markets
CROSS JOIN rates calm
WHERE calm.markets = 'calm'
ORDER BY r.markets DESC
