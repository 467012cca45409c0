-- purpose: the ways of writing a grid that need no thought: a code, or a name that only one grid bears
-- grain: plan.grid_text one row per (axis, written, town, section); plan.asked keeps the others.  parameters: none
-- what an earlier batch wrote is known already
delete from plan.asked a where exists (
  select 1 from plan.grid_text k where k.axis = a.axis and k.written is not distinct from a.written and k.town is not distinct from a.town
    and k.section is not distinct from a.section);

insert into plan.grid_text
select a.axis, a.written, a.town, a.section, k.grid_id, 1, k.how, null, false, false
from plan.asked a join plan.grid_key k on k.axis = a.axis and k.text = a.written
where k.ways = 1 and a.section is null and a.town is null;

delete from plan.asked a where exists (
  select 1 from plan.grid_text k where k.axis = a.axis and k.written is not distinct from a.written and k.town is not distinct from a.town
    and k.section is not distinct from a.section)
