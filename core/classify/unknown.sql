-- purpose: who might be in a class but for what is not known of them.  grain: one row per class and missing term
-- parameters: $scope (roots), $grid (0: everything), $as_of.  The place of `asked` takes person_id, class, holds, missing (core/classify/compiled.py)
with asked as (
/*asked*/
),
undecided as (
  select person_id, class, flatten(list(missing)) as missing
  from asked
  where person_id in (from scope_people($scope, $as_of)) and person_id not in (from gone_on($as_of))
    and ($grid = 0 or person_id in (select person_id from person where home_grid_id in (select grid_id from grid_tree where ancestor_id = $grid)))
  group by person_id, class
  having not bool_or(coalesce(holds, false))
),
each_term as (
  select person_id, class, unnest(list_distinct(missing)) as term from undecided
)
select class, term, count(*) as people from each_term group by class, term
