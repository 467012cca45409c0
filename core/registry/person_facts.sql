-- purpose: what is known of a person today, beyond the register's own fields; reach is checked before
-- grain: one row per fact.  parameters: $person_id, $as_of; $lasting and $days (facts that hold so many days); $show_… which fields
-- are not masked, $as_… the facts that are hidden as such a field is
with known as (
  select fact, value, since, source, row_number() over (partition by fact order by since desc nulls last, fact_id desc) as time
  from person_fact
  where person_id = $person_id and (until is null or until > $as_of)
    and ($as_of = date '9999-12-31' or since is null or not list_contains($lasting, fact)
         or coalesce(told_on, since) + $days[list_position($lasting, fact)] > $as_of)
)
select fact,
  case when list_contains($as_name, fact) and not $show_name then mask_name(value)
       when list_contains($as_phone, fact) and not $show_phone then mask_phone(value)
       when list_contains($as_id_number, fact) and not $show_id_number then '***'
       when list_contains($as_address, fact) and not $show_address then '***'
       else value end as value,
  since, source
from known where time = 1
