-- purpose: who answers for somebody: those of the home's own grid, then those of each grid above it, below the county
-- grain: one row per duty, the nearest first.  parameters: $person_id (reach is checked before), $as_of; $show_work_phone
-- Whoever has no home is answered for where they work, study or stay.
with recursive start as (
  select coalesce(p.home_grid_id, m.grid_id) as grid_id
  from person p
  left join (
    select person_id, min_by(grid_id, coalesce(since, date '1900-01-01')) as grid_id
    from membership
    where person_id = $person_id and holds_on(since, until, $as_of)
    group by person_id
  ) m on m.person_id = p.person_id
  where p.person_id = $person_id
),
up as (
  select g.grid_id, coalesce(g.parent_id, g.area_id) as above_id, g.name, g.level, 0 as steps
  from start s
  join grid g on g.grid_id = s.grid_id
  union all
  select g.grid_id, coalesce(g.parent_id, g.area_id), g.name, g.level, u.steps + 1
  from up u
  join grid g on g.grid_id = u.above_id
  where u.steps < 20
)
select
  u.grid_id, u.name as grid_name, u.level, d.role, d.name, d.position,
  case when $show_work_phone then d.phone else mask_phone(d.phone) end as phone, d.duties
from up u
join duty d on d.grid_id = u.grid_id
where d.name is not null and u.level <> 'county'
order by u.steps, case d.role when 'responsible' then 0 when 'deputy' then 2 else 1 end, d.rank, d.role
