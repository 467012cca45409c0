-- purpose: which area a place that was told may lie in, and the grids of each area
-- grain: said_area one row per text and area; area_grid one row per area and grid.  needs: stretch, told, said_place
-- parameters: $unknown (names of areas that no table knows)
-- places as they are told: within the area, or wider than it, so that nobody knows
create or replace temp table said_area as
with part as (
  select distinct text, code, rest, ways, unnest([left(code, 2), left(code, 4), code]) as within from said_place
),
area_part as (
  select distinct area_id, code, unnest([left(code, 2), left(code, 4)]) as above from stretch where code is not null
),
-- a place that no table knows is looked for by its name
by_name as (
  select text, unnest(list_filter(cast($unknown as text[]), lambda name: contains(text, name))) as name from said_text
),
found as (
  select p.text, a.area_id, p.ways = 1 and (a.below is null or p.code = a.code and contains(p.rest, a.below)) as sure
  from part p join stretch a on a.code = p.within
  where a.below is null or p.code <> a.code or p.rest = '' or contains(p.rest, a.below)
  union all
  select s.text, a.area_id, false from said_place s join area_part a on a.above = s.code
  where length(s.code) < length(a.code)
  union all
  select n.text, a.area_id, true from by_name n join stretch a on a.below = n.name where a.grid_id is null and a.code is null
)
select text, area_id, bool_or(sure) as sure from found group by text, area_id;

create or replace temp table area_grid as
select a.area_id, t.grid_id, cast(a.first_day as timestamp) as first_moment, cast(a.last_day as timestamp) + interval 1 day as end_moment from stretch a join grid_tree t on t.ancestor_id = a.grid_id;
