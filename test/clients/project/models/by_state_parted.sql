{{ config(materialized='table', format='parquet', partitioned_by=['state'], write_compression='snappy') }}
select n, state from {{ ref('by_state') }} where state in ('CA', 'NY')
