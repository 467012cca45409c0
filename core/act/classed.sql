-- purpose: who is in a class of which measures follow, with the grade that counts for them
-- grain: act_classed one row per person and class; act_start one row per grid from which somebody who answers is looked for.  parameters: $day, $classes (of the matrix), $grade_of (level of the grids whose grade counts)
create or replace temp table act_classed as
with graded as (
  select t.grid_id, min_by(r.grade, r.grid_id) as grade
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.level = $grade_of
  join grid_grade r on r.grid_id = g.grid_id
  group by t.grid_id
),
classed as (
  select c.person_id, c.class, c.rank, c.since, c.until, p.home_grid_id, p.household_id
  from person_class c
  join person p on p.person_id = c.person_id
  where c.class in (select unnest(cast($classes as text[]))) and c.since <= $day and coalesce(c.until, date '9999-12-31') >= $day
    and c.person_id not in (from gone_on($day))
),
-- who has no home is looked for where they were last seen
seen as (
  select person_id, arg_max(last_grid_id, day) as grid_id
  from person_day
  where person_id in (select person_id from classed where home_grid_id is null)
  group by person_id
),
member as (
  select person_id, min(grid_id) as grid_id
  from membership
  where kind in ('work', 'study') and holds_on(since, until, $day) and person_id in (select person_id from classed)
  group by person_id
),
placed as (
  select c.*, coalesce(c.home_grid_id, s.grid_id, m.grid_id) as grid_id, m.grid_id as unit_id
  from classed c
  left join seen s on s.person_id = c.person_id
  left join member m on m.person_id = c.person_id
)
select
  p.person_id, p.class, p.rank, p.since, p.until, p.grid_id, coalesce(p.unit_id, p.grid_id) as unit_id,
  -- one household is called at on one day
  coalesce(p.household_id, p.person_id) as household,
  coalesce(g.grade, o.grade, 'low') as grade
from placed p
left join graded g on g.grid_id = p.grid_id
-- above the level of which it counts: their own
left join grid_grade o on o.grid_id = p.grid_id
where p.grid_id is not null
;

create or replace temp table act_start as
select grid_id from act_classed
union
select unit_id from act_classed
