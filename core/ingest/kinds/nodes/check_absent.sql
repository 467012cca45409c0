-- purpose: what the register has in a place of which the list names some, and the list does not name: perhaps it is no more
-- grain: plan.absent one row per sheet and such grid; `close_on` the day on which the clerk says it ended, null: it stays
-- needs: plan.node with its grids, plan.list_day.  parameters: $scope roots
-- A place is a parent; of whole units, which have none, the township, and only units of a sort that the list names. Older lists tell nothing of today.
create or replace table plan.located as
with township as (
  select t.grid_id, min(t.ancestor_id) as township_id
  from grid_tree t join grid a on a.grid_id = t.ancestor_id and a.axis = 'area' and a.level = 'township'
  group by t.grid_id
)
select g.grid_id, g.code, g.name, g.axis, g.level, coalesce(g.parent_id, t.township_id) as place_id, coalesce(u.kind, '') as sort
from grid g
left join township t on t.grid_id = g.grid_id
left join unit u on u.grid_id = g.grid_id
where g.closed_on is null and g.level <> 'county' and g.axis in (select axis from plan.node);

create or replace table plan.absent as
with covered as (
  select n.sheet, l.axis, l.level, l.place_id, l.sort, count(distinct n.grid_id) as listed, bool_or(n.derived) as derived
  from plan.node n join plan.located l on l.grid_id = n.grid_id
  where not n.older and l.place_id is not null
  group by n.sheet, l.axis, l.level, l.place_id, l.sort
)
select c.sheet, g.grid_id, g.code, g.name, g.level, g.place_id, p.name as place, c.listed, d.close_on
from covered c
join plan.located g on g.place_id = c.place_id and g.axis = c.axis and g.level = c.level and g.sort = c.sort
join grid p on p.grid_id = c.place_id
left join plan.list_day d on d.sheet = c.sheet
-- the one town above a town's villages is not a list of towns
where not (c.derived and c.listed < 2)
  and g.grid_id in (select grid_id from plan.in_scope) and not list_contains($scope, g.grid_id)
  and g.grid_id not in (select grid_id from plan.node where grid_id is not null);

drop table plan.located
