-- purpose: what was told of people beyond the register, as it stands on the day: of each fact the latest.  grain: one row per person
-- parameters: $last; $facts (codes asked for), $lasting and $days (facts that hold so many days)
-- A fact that counts at once does so although the last day that is really in is yesterday: who is moved from a flood is so within the hour.
-- /*told*/ stands for a column per fact
select person_id, /*told*/
from (
  select person_id, fact, value,
    row_number() over (partition by person_id, fact order by since desc nulls last, fact_id desc) as time
  from person_fact
  where list_contains($facts, fact)
    and (since is null or since <= $last + cast(list_contains($at_once, fact) as integer)) and (until is null or until > $last)
    and (since is null or not list_contains($lasting, fact) or coalesce(told_on, since) + list_extract($days, list_position($lasting, fact)) > $last)
)
where time = 1
group by person_id
