{{ config(materialized='table', format='textfile', field_delimiter='|') }}
select id, 'a' as a from {{ ref('temporary') }}
