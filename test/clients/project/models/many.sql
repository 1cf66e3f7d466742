{{ config(materialized='view') }}
select * from {{ ref('by_state') }} where n > 1
