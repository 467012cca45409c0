-- purpose: whom a risk area concerns, within a scope; the head of concerned_people.sql and concerned_grids.sql.  grain: concerned one row per person
-- parameters: $area, $scope roots, $as_of, $grid (0: all), $how (null: any)
with concerned as (
  -- days that somebody has only planned are none yet
  select s.person_id, list(distinct s.how order by s.how) as hows, bool_or(s.sure) as sure, max(s.left_on) filter (where s.left_on <= $as_of) as left_on,
    max(s.arrived_on) filter (where s.arrived_on <= $as_of) as arrived_on,
    arg_max(coalesce(p.home_grid_id, s.grid_id), s.sure) as grid_id
  from risk_stay s join person p on p.person_id = s.person_id
  where s.area_id = $area and s.within and ($how is null or s.how = $how)
    and s.person_id in (from scope_people($scope, $as_of)) and s.person_id not in (from gone_on($as_of))
  group by s.person_id
),
kept as (
  select c.* from concerned c
  where $grid = 0 or c.grid_id in (select grid_id from grid_tree where ancestor_id = $grid)
)
