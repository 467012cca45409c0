-- purpose: where people work and study.  grain: one row per person who works or studies in a unit on the day.  parameters: $last
select
  m.person_id,
  bool_or(m.kind = 'study' and u.kind = 'school') as student,
  bool_or(m.kind = 'work' and u.kind = 'school') as teacher,
  bool_or(m.kind = 'work') as works,
  -- of several: where they work before where they study, then by the unit's number
  arg_min(u.kind, case when m.kind = 'work' then 0 else 1000000000 end + u.grid_id) as unit_kind
from membership m
join grid_tree t on t.grid_id = m.grid_id
join unit u on u.grid_id = t.ancestor_id
where m.kind in ('work', 'study') and holds_on(m.since, m.until, cast($last as date))
group by m.person_id
