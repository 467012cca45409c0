-- purpose: the ways of writing a grid that need no thought: a code, or a name that only one grid bears
-- grain: plan.grid_text one row per (axis, written, town, section); plan.asked keeps the others.  parameters: none
-- what an earlier batch wrote is known already
delete from plan.asked a where exists (
  select 1 from plan.grid_text k where k.axis = a.axis and k.written is not distinct from a.written and k.town is not distinct from a.town
    and k.section is not distinct from a.section);

insert into plan.grid_text
select axis, written, null, null, arg_min(grid_id, rank), 1, plan.how_of(min(rank)), null, false, false
from (
  select a.axis, a.written, k.rank, min(k.grid_id) as grid_id, count(distinct k.grid_id) as ways
  from plan.asked a join plan.known_grids() k on k.text = a.written and (k.axis = a.axis or a.axis = 'any')
  where a.section is null and a.town is null group by a.axis, a.written, k.rank
)
group by axis, written having arg_min(ways, rank) = 1;

delete from plan.asked a where exists (
  select 1 from plan.grid_text k where k.axis = a.axis and k.written is not distinct from a.written and k.town is not distinct from a.town
    and k.section is not distinct from a.section)
