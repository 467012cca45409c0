-- purpose: people whose class keeps them at home who were scanned where they work, study or have a child.  grain: one row per person and day
-- parameters: those of own_units.sql (its head)
select
  a.person_id,
  coalesce(a.home_grid_id, arg_max(a.unit_id, a.scanned_at)) as grid_id,
  cast(a.scanned_at as date) as day,
  arg_max(a.unit_id, a.scanned_at) as unit_id,
  arg_max(u.name, a.scanned_at) as place,
  -- a school where the person studies, on any of the scans: 学生不得到校
  bool_or(k.kind = 'school' and s.person_id is not null) as at_school,
  -- a parent, who neither works nor studies there
  bool_and(w.person_id is null) as visits,
  max(a.scanned_at) as evidence_at,
  count(distinct a.scanned_at) as scans
from at_unit a
join grid u on u.grid_id = a.unit_id
join unit k on k.grid_id = a.unit_id
left join (
  select distinct m.person_id, t.ancestor_id as unit_id
  from membership m
  join grid_tree t on t.grid_id = m.grid_id
  where m.kind = 'study' and holds_on(m.since, m.until, $as_of)
) s on s.person_id = a.person_id and s.unit_id = a.unit_id
left join (
  select distinct m.person_id, t.ancestor_id as unit_id
  from membership m
  join grid_tree t on t.grid_id = m.grid_id
  where m.kind in ('work', 'study')
) w on w.person_id = a.person_id and w.unit_id = a.unit_id
group by a.person_id, a.home_grid_id, cast(a.scanned_at as date)
order by a.person_id, day;
