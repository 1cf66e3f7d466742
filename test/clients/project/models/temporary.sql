{{ config(materialized='ephemeral') }}
select id from {{ ref('complaints') }} where state = 'NY'
