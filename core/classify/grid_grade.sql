-- purpose: grade every area grid by the first rule that fits; keeps the date since which it stands
-- grain: one row per area grid.  parameters: $as_of, $version, $grades, $classes, $at_least, $per_1000, $reasons (the rules, in order)
insert into grid_grade
with rule as (
  select
    unnest($grades) as grade, unnest($classes) as class, unnest($at_least) as at_least, unnest($per_1000) as per_1000,
    unnest($reasons) as reason, unnest(range(len($grades))) as position
),
people as (
  select t.ancestor_id as grid_id, sum(p.people) as people
  from (select home_grid_id, count(*) as people from person
    where home_grid_id is not null and person_id not in (from gone_on($as_of)) group by home_grid_id) p
  join grid_tree t on t.grid_id = p.home_grid_id
  group by t.ancestor_id
),
classed as (
  select t.ancestor_id as grid_id, c.class, sum(c.people) as people
  from class_day c
  join grid_tree t on t.grid_id = c.home_grid_id
  where c.day = $as_of and c.class in (select class from rule)
  group by t.ancestor_id, c.class
),
fits as (
  select
    c.grid_id, r.grade, r.reason, c.class, c.people, 1000.0 * c.people / p.people as per_1000,
    row_number() over (partition by c.grid_id order by r.position) as place
  from classed c
  join people p on p.grid_id = c.grid_id
  join rule r on r.class = c.class
  where c.people >= r.at_least and 1000.0 * c.people / p.people >= r.per_1000
),
graded as (
  select
    g.grid_id,
    coalesce(f.grade, 'low') as grade,
    coalesce(f.reason, 'grade_low') as reason,
    case when f.grade is not null
      then json_object('class', f.class, 'people', f.people, 'per_1000', round(f.per_1000, 1)) end as fields
  from grid g
  left join fits f on f.grid_id = g.grid_id and f.place = 1
  where g.axis = 'area'
)
select
  d.grid_id, d.grade, case when b.grade = d.grade then b.since else $as_of end, d.reason, d.fields, $version
from graded d
left join before_grade b on b.grid_id = d.grid_id
order by d.grid_id;
