-- purpose: who may not go to school, to work or away, and until when.  grain: one row per person, way (school | work | leave) and class that forbids it
-- parameters: $scope (roots), $as_of, $people (ids; null: those of $unit), $unit (a block grid with all below it), $reveal_name, $grade_of, and lists of one
--   length: $class, $grade, $measure, $way (what the measure of a cell forbids); $ways (asked of $people), $lifted (measures that an approved application lifts)
with rule as (
  select
    unnest(cast($class as text[])) as class, unnest(cast($grade as text[])) as grade, unnest(cast($measure as text[])) as measure,
    unnest(cast($way as text[])) as way
),
member as (
  select m.person_id, m.kind, min(m.grid_id) as grid_id
  from membership m
  where $unit is not null and m.grid_id in (select grid_id from grid_tree where ancestor_id = $unit) and m.grid_id in (from scope_grids($scope))
    and m.kind in ('work', 'study') and holds_on(m.since, m.until, $as_of)
  group by m.person_id, m.kind
),
asked as (
  select person_id, case kind when 'study' then 'school' else 'work' end as way, grid_id from member
  union all
  select p.person_id, w.way, null
  from (select unnest(cast($people as integer[])) as person_id) p
  cross join (select unnest(cast($ways as text[])) as way) w
),
graded as (
  select t.grid_id, min_by(r.grade, r.grid_id) as grade
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.level = $grade_of
  join grid_grade r on r.grid_id = g.grid_id
  group by t.grid_id
)
select
  a.person_id, a.way, c.class, u.measure, c.since, c.until,
  case when $reveal_name then p.name else mask_name(p.name) end as name,
  h.name as home, a.grid_id, b.name as part
from asked a
join person p on p.person_id = a.person_id and p.person_id in (from scope_people($scope, $as_of))
join person_class c on c.person_id = a.person_id and c.since <= $as_of and coalesce(c.until, date '9999-12-31') >= $as_of
left join graded g on g.grid_id = p.home_grid_id
left join grid_grade o on o.grid_id = p.home_grid_id
join rule u on u.class = c.class and u.grade = coalesce(g.grade, o.grade, 'low') and u.way = a.way
left join grid h on h.grid_id = p.home_grid_id
left join grid b on b.grid_id = a.grid_id
where p.person_id not in (from gone_on($as_of))
  and not (a.way = 'leave' and list_contains(cast($lifted as text[]), u.measure) and a.person_id in (
    select e.person_id from exit_application e where e.status = 'approved' and $as_of between e.leave_on and coalesce(e.return_on, date '9999-12-31')))
order by c.until nulls last, a.person_id, c.rank
