{{ config(materialized='table', format='parquet') }}
select state, count(*) as n, sum(amount) as amount from {{ ref('complaints') }} group by state
