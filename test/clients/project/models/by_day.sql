{{ config(materialized='incremental', incremental_strategy='insert_overwrite', partitioned_by=['at']) }}
select {{ 20 if is_incremental() else 10 }} + id as id, at from {{ ref('complaints') }}
{% if is_incremental() %} where at = date '2020-01-02' {% endif %}
