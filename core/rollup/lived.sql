-- purpose: where those of `visit` lived, and from when to when, so that a day is counted by the homes of that day
-- grain: one row per person and home (core/store/schema, macro homes); `counted_until`: the day of a move is the new home's where each
-- person counts once.  parameters: none
select
  person_id, grid_id, home_id, since, until,
  case when lead(since) over (partition by person_id order by since, until) = until then until - 1 else until end as counted_until
from homes('village', (select list(distinct person_id) from visit));
