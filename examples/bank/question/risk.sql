-- Loans gone bad by state and month, beside the state's real loans.
SELECT
  made.state,
  made.month,
  made.bad_loans,
  published.loans AS real_loans
FROM (
  SELECT state, date_format(went_bad_on, '%Y-%m') AS month, count(*) AS bad_loans
  FROM lending.loans
  WHERE went_bad_on IS NOT NULL
  GROUP BY state, date_format(went_bad_on, '%Y-%m')
) made
JOIN (
  SELECT addr_state, count(*) AS loans
  FROM lending.loans_lc
  GROUP BY addr_state
) published ON published.addr_state = made.state
