-- purpose: the grids over which clusters are looked for: areas in which people live, with a place.  grain: one row per grid, in the order of ids
-- parameters: $as_of
-- `lon`, `lat`: the grid's own point, of a section without one its village's; null where neither has any (a township's says too little).
with living as (
  select home_grid_id as grid_id, count(*) as residents
  from person
  where home_grid_id is not null and person_id not in (from gone_on($as_of))
  group by home_grid_id
)
select
  g.grid_id, l.residents,
  case when g.lon is not null and g.lat is not null then g.lon when v.level = 'village' then v.lon end as lon,
  case when g.lon is not null and g.lat is not null then g.lat when v.level = 'village' then v.lat end as lat
from living l
join grid g on g.grid_id = l.grid_id and g.axis = 'area' and g.level <> 'county'
left join grid v on v.grid_id = g.parent_id
order by g.grid_id;
