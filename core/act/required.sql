-- purpose: the classes of one person with the grade that counts for them.  grain: one row per class.  parameters: $person_id, $scope (roots), $day, $grade_of
with home as (
  select person_id, home_grid_id from person where person_id = $person_id and person_id in (from scope_people($scope, $day))
),
counting as (
  select h.person_id, coalesce(min(r.grade), any_value(o.grade), 'low') as grade
  from home h
  left join grid_tree t on t.grid_id = h.home_grid_id
  left join grid g on g.grid_id = t.ancestor_id and g.level = $grade_of
  left join grid_grade r on r.grid_id = g.grid_id
  left join grid_grade o on o.grid_id = h.home_grid_id
  group by h.person_id
)
select c.class, c.since, c.until, k.grade
from person_class c
join counting k on k.person_id = c.person_id
where c.since <= $day and coalesce(c.until, date '9999-12-31') >= $day
order by c.rank
