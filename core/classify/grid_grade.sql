-- purpose: grade every area grid by the first rule that fits; keeps the date since which it stands
-- grain: one row per area grid
-- parameters: $as_of, $version, $grades, $counted (a class, or alert.<severity>), $at_least, $per_1000, $reasons (the rules, in order)
insert into grid_grade
with rule as (
  select
    unnest($grades) as grade, unnest($counted) as what, unnest($at_least) as at_least, unnest($per_1000) as per_1000,
    unnest($reasons) as reason, unnest(range(len($grades))) as position
),
people as (
  select t.ancestor_id as grid_id, sum(p.people) as people
  from (select home_grid_id, count(*) as people from person
    where home_grid_id is not null and person_id not in (from gone_on($as_of)) group by home_grid_id) p
  join grid_tree t on t.grid_id = p.home_grid_id
  group by t.ancestor_id
),
counted as (
  select t.ancestor_id as grid_id, c.class as what, sum(c.people) as number
  from class_day c
  join grid_tree t on t.grid_id = c.home_grid_id
  where c.day = $as_of and c.class in (select what from rule)
  group by t.ancestor_id, c.class
  union all
  -- whoever works on one has not ended it
  select t.ancestor_id, 'alert.' || a.severity, count(*)
  from alert a
  join grid_tree t on t.grid_id = a.grid_id
  where a.status not in ('resolved', 'dismissed') and 'alert.' || a.severity in (select what from rule)
  group by t.ancestor_id, a.severity
),
fits as (
  select
    c.grid_id, r.grade, r.reason, c.what, c.number, 1000.0 * c.number / p.people as per_1000,
    row_number() over (partition by c.grid_id order by r.position) as place
  from counted c
  join rule r on r.what = c.what
  left join people p on p.grid_id = c.grid_id
  -- where nobody is registered there is no share of anybody: only a rule that asks for none fits
  where c.number >= r.at_least and coalesce(1000.0 * c.number / p.people, 0) >= r.per_1000
),
graded as (
  select
    g.grid_id,
    coalesce(f.grade, 'low') as grade,
    coalesce(f.reason, 'grade_low') as reason,
    case
      when f.what like 'alert.%' then json_object('alerts', f.number, 'per_1000', round(f.per_1000, 1))
      when f.grade is not null then json_object('class', f.what, 'people', f.number, 'per_1000', round(f.per_1000, 1))
    end as fields
  from grid g
  left join fits f on f.grid_id = g.grid_id and f.place = 1
  where g.axis = 'area'
)
select
  d.grid_id, d.grade, case when b.grade = d.grade then b.since else $as_of end, d.reason, d.fields, $version
from graded d
left join before_grade b on b.grid_id = d.grid_id
order by d.grid_id;
