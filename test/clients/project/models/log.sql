{{ config(materialized='incremental', incremental_strategy='append', format='json') }}
select {{ 2 if is_incremental() else 1 }} as run, 'x' as t
