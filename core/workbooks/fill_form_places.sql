-- purpose: where the rows of plan.stored lie, by name and code, and the order in which a form lists them
-- grain: plan.lies one row per grid of plan.stored.  parameters: none
create or replace table plan.lies as
select t.grid_id,
  max(a.code) filter (where a.level = 'county') as county_code, max(a.name) filter (where a.level = 'county') as county_name,
  max(a.code) filter (where a.level = 'township') as town_code, max(a.name) filter (where a.level = 'township') as town_name,
  max(a.code) filter (where a.level = 'village') as village_code, max(a.name) filter (where a.level = 'village') as village_name,
  max(a.name) filter (where a.level = 'section') as section_name
from grid_tree t
join grid a on a.grid_id = t.ancestor_id and a.axis = 'area'
where t.grid_id in (select home_id from plan.stored)
group by t.grid_id
