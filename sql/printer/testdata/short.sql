select a, b from t where c = 1 -- a short query stays on one line
