-- purpose: where one person lives, works, studies or stays, each with the grids around it
-- grain: one row per membership, those that go on first.  parameters: $person_id, $as_of, $show_id_number
-- Blocks are named from their unit down, areas from the township down.
with recursive up as (
  select distinct m.grid_id, g.grid_id as at_id, g.parent_id, g.name, g.level, 0 as steps
  from membership m
  join grid g on g.grid_id = m.grid_id
  where m.person_id = $person_id
  union all
  select u.grid_id, g.grid_id, g.parent_id, g.name, g.level, u.steps + 1
  from up u
  join grid g on g.grid_id = u.parent_id
  where g.level <> 'county' and u.steps < 20
),
paths as (
  select grid_id, string_agg(name, ' › ' order by steps desc) as path from up group by grid_id
)
select
  m.kind, case when $show_id_number then m.unit_no else mask_id(m.unit_no) end as unit_no, m.grid_id, g.code as grid_code, g.name as grid_name, g.axis, p.path, m.since, m.until,
  holds_on(m.since, m.until, $as_of) as current
from membership m
join grid g on g.grid_id = m.grid_id
join paths p on p.grid_id = m.grid_id
where m.person_id = $person_id
order by current desc, case m.kind when 'home' then 1 when 'temporary' then 2 when 'work' then 3 else 4 end, m.since
