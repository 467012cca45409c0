-- purpose: who came into a class, left it or moved to another since the day classified before, by the classes shown
-- grain: class_flow_day one row per day, grid and pair of classes
-- parameters: $at and $earlier (days side by side: whose flows are told, against which day), $grids (in which alone; null: everywhere),
-- $resident.  needs: class_shown of those days
insert into class_flow_day
with step as (
  select unnest(cast($at as date[])) as day, unnest(cast($earlier as date[])) as earlier
),
-- whoever was counted in one of the grids on either day
concerned as (
  select distinct person_id from class_shown where $grids is not null and list_contains(cast($grids as integer[]), grid_id)
),
shown as (
  select day, person_id, grid_id, class from class_shown
  where $grids is null or person_id in (from concerned)
),
before as (
  select s.day, o.person_id, o.grid_id, o.class from shown o join step s on s.earlier = o.day
),
now as (
  select s.day, o.person_id, o.grid_id, o.class from shown o join step s on s.day = o.day
),
moved as (
  select
    coalesce(n.day, b.day) as day, coalesce(n.person_id, b.person_id) as person_id, coalesce(n.grid_id, b.grid_id) as grid_id,
    b.class as from_class, n.class as to_class
  from now n
  full join before b on b.person_id = n.person_id and b.day = n.day
  where n.class is distinct from b.class
),
told as (
  select
    m.day, m.grid_id,
    coalesce(m.from_class, case when p.home_grid_id is not null then $resident end) as from_class,
    -- whoever died or moved out is no resident either
    coalesce(m.to_class, case when p.home_grid_id is not null and not (is_end(p.status) and p.status_on <= m.day) then $resident end) as to_class
  from moved m
  left join person p on p.person_id = m.person_id
  where $grids is null or list_contains(cast($grids as integer[]), m.grid_id)
)
select day, grid_id, from_class, to_class, count(*)
from told
group by day, grid_id, from_class, to_class
order by 1, 2, 3, 4;
