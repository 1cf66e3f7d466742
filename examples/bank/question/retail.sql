-- Complaints by state and month, beside the state's real complaints.
SELECT
  made.state,
  made.month,
  made.complaints,
  published.complaints AS real_complaints
FROM (
  SELECT state, month, count(*) AS complaints
  FROM bank.complaints
  GROUP BY state, month
) made
JOIN (
  SELECT state, count(*) AS complaints
  FROM bank.complaints_cfpb
  GROUP BY state
) published ON published.state = made.state
