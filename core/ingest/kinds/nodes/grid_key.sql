-- purpose: which grid a text means
-- grain: plan.grid_key one row per (text, axis); ways > 1: the text alone says not which.  parameters: none
create or replace table plan.grid_key as
select text, axis, arg_min(grid_id, rank) as grid_id, arg_min(ways, rank) as ways
from (select text, axis, rank, min(grid_id) as grid_id, count(distinct grid_id) as ways from plan.known_grids() group by text, axis, rank)
group by text, axis
