-- purpose: people whom a list of a pack names (in a danger zone, in a core area …), by the facts that such lists tell.  grain: one row per person
-- parameters: /*first*/ (what ended before does not matter), $last, $lists (of the pack: codes of the facts that put somebody on a list)
select
  f.person_id,
  any_value(p.home_grid_id) as grid_id,
  least(min(f.since), $last) as on_day,
  case when count(*) = count(f.until) then max(f.until) end as ends_on
from person_fact f
join person p on p.person_id = f.person_id
where list_contains($lists, f.fact)
  and p.home_grid_id is not null
  and coalesce(f.until, date '9999-12-31') >= /*first*/
  and coalesce(f.since, date '1900-01-01') <= $last + 1 -- as in people/person_fact.sql
group by f.person_id
