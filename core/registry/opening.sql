-- purpose: who would come to a unit, or stay away, if it opened on a day: whence, and in which class they are then
-- grain: one row per township of the home (null: not known, or elsewhere) and class (null: none).  parameters: $grid_id (the unit), $scope
--   (roots), $on, $keeps_away (classes)
with belonging as (
  select distinct m.person_id
  from membership m
  join grid_tree t on t.grid_id = m.grid_id
  where t.ancestor_id = $grid_id and t.ancestor_id in (from scope_grids($scope)) and m.kind in ('work', 'study') and holds_on(m.since, m.until, $on)
    and m.person_id not in (from dead_on($on))
),
held as (
  select person_id, arg_min(class, rank) as class, bool_or(list_contains($keeps_away, class)) as away
  from person_class
  where since <= $on and coalesce(until, date '9999-12-31') >= $on
  group by person_id
),
township as (
  select t.grid_id, min(g.name) as name
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township'
  group by t.grid_id
)
select t.name as township, h.class, coalesce(h.away, false) as away, count(*) as people
from belonging b
join person p on p.person_id = b.person_id
left join township t on t.grid_id = p.home_grid_id
left join held h on h.person_id = b.person_id
group by t.name, h.class, coalesce(h.away, false)
order by people desc, township, class
