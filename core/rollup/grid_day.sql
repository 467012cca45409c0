-- purpose: what was scanned in each grid itself, from `visit`, `lived` and `person_day`; `expected` follows in expected.sql
-- grain: one row per grid and day with a scan, or with a resident seen elsewhere.  parameters: $fever (°C), $since, $until (the visit's days)
-- An outsider's home, as it was on that day, neither lies in the grid nor has it in its village (or is not known), and they neither work nor
-- study in the unit to which it belongs.
with unit_of as (
  select r.grid_id, root.grid_id as unit_id
  from grid_tree r
  join grid root on root.grid_id = r.ancestor_id and root.axis = 'block' and root.parent_id is null
),
-- where somebody who lives in a grid is no outsider: all that lies in the village around it, and all that it lies in
near as (
  select l.grid_id, l.home_id, h.grid_id as place_id
  from (select distinct grid_id, home_id from lived) l
  join grid_tree h on h.ancestor_id = l.home_id
  union
  select l.grid_id, l.home_id, h.ancestor_id
  from (select distinct grid_id, home_id from lived) l
  join grid_tree h on h.grid_id = l.grid_id
),
-- of whoever moved, one day has two homes: at home in either of them is at home
living as (
  select person_id, grid_id, home_id, since, until, count(*) over (partition by person_id) > 1 as moved from lived
),
placed as (
  select v.person_id, v.grid_id, v.day, coalesce(l.moved, false) as moved, n.place_id is not null or b.person_id is not null as belongs_there
  from visit v
  left join unit_of u on u.grid_id = v.grid_id
  left join belongs b on b.person_id = v.person_id and b.unit_id = u.unit_id
  left join living l on l.person_id = v.person_id and v.day between l.since and l.until
  left join near n on n.grid_id = l.grid_id and n.home_id = l.home_id and n.place_id = v.grid_id
),
strange as (
  select grid_id, day from placed where not moved and not belongs_there
  union all
  select grid_id, day from placed where moved group by person_id, grid_id, day having not bool_or(belongs_there)
),
outsiders as (
  select grid_id, day, count(*) as people from strange group by grid_id, day
),
scanned as (
  select
    grid_id, day, sum(check_ins) as check_ins, sum(entries) as entries, sum(exits) as exits, count(*) as people,
    count(*) filter (where max_temperature >= $fever) as fevers
  from visit
  group by grid_id, day
),
seen as (
  select l.grid_id, d.day, count(*) as people
  from person_day d
  join lived l on l.person_id = d.person_id
  where d.day between $since and $until and d.day between l.since and l.counted_until
  group by l.grid_id, d.day
)
select
  coalesce(s.grid_id, h.grid_id) as grid_id,
  coalesce(s.day, h.day) as day,
  coalesce(s.check_ins, 0) as check_ins,
  coalesce(s.entries, 0) as entries,
  coalesce(s.exits, 0) as exits,
  coalesce(s.people, 0) as people,
  coalesce(s.fevers, 0) as fevers,
  coalesce(o.people, 0) as outsiders,
  coalesce(h.people, 0) as residents_seen,
  cast(null as double) as expected
from scanned s
full join seen h on h.grid_id = s.grid_id and h.day = s.day
left join outsiders o on o.grid_id = s.grid_id and o.day = s.day;
