-- purpose: everyone who is expected in a unit on a day, and what is known of them that day and in the days before.  grain: one row per person
-- parameters: $unit (a block grid with all below it), $scope (roots), $day, $begin (the first of the days before), $show_name, $show_class,
--   $expects (false: a day on which nobody who is not here counts as absent)
with tree as (
  select grid_id from grid_tree where ancestor_id = $unit and grid_id in (from scope_grids($scope))
),
member as (
  select m.person_id, min_by(m.grid_id, m.kind = 'contact') as grid_id
  from membership m
  where m.grid_id in (from tree) and m.kind in ('work', 'study') and holds_on(m.since, m.until, $day)
    and m.person_id not in (from gone_on($day))
  group by m.person_id
),
scan as (
  select c.person_id, c.grid_id, c.scanned_at, c.direction, c.temperature, c.grid_id in (from tree) as here
  from every_check_in c
  where c.scanned_at >= $begin and c.scanned_at < $day + interval 1 day and c.person_id in (select person_id from member)
),
day_of as (
  select
    person_id, max(scanned_at) as last_at, max_by(grid_id, scanned_at) as last_grid,
    max_by(direction, scanned_at) filter (where here and scanned_at >= $day) as direction,
    coalesce(bool_or(here and scanned_at >= $day), false) as here, coalesce(bool_or(scanned_at >= $day), false) as any_today,
    max(temperature) filter (where scanned_at >= $day) as temperature
  from scan
  group by person_id
),
township as (
  select t.grid_id, min(g.name) as name
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.level = 'township'
  group by t.grid_id
),
been as (
  select s.person_id, list_sort(list_distinct(list(coalesce(w.name, v.name)) filter (where coalesce(w.name, v.name) is not null))) as towns
  from (select distinct person_id, grid_id from scan) s
  join grid g on g.grid_id = s.grid_id
  left join township w on w.grid_id = g.grid_id
  left join township v on v.grid_id = g.area_id
  group by s.person_id
),
told as (
  select person_id, max(temperature) as temperature
  from declaration
  where declared_at >= $day and declared_at < $day + interval 1 day and person_id in (select person_id from member)
  group by person_id
)
select
  m.person_id, case when $show_name then p.name else mask_name(p.name) end as name, m.grid_id as part_id, b.code as part_code, b.name as part, u.name as above,
  case
    when d.here and d.direction = 'out' then 'left'
    when d.here then 'present'
    when not $expects then 'day_off'
    when d.any_today or t.person_id is not null then 'absent'
    else 'not_reported' end as state,
  d.last_at, l.name as last_place, cast(greatest(coalesce(d.temperature, t.temperature), coalesce(t.temperature, d.temperature)) as double) as temperature,
  e.towns, case when $show_class then c.class end as class
from member m
join person p on p.person_id = m.person_id and p.person_id in (from scope_people($scope, $day))
join grid b on b.grid_id = m.grid_id
left join grid u on u.grid_id = b.parent_id
left join day_of d on d.person_id = m.person_id
left join grid l on l.grid_id = d.last_grid
left join been e on e.person_id = m.person_id
left join told t on t.person_id = m.person_id
left join person_class c on c.person_id = m.person_id and c.rank = 1
order by b.code, p.pinyin, m.person_id
