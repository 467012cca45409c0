-- purpose: where other thresholds hold.  grain: one row per grid in which they do: the number of those that hold
-- parameters: $kinds, $kind_numbers (level of an area grid, or unit.<kind> of a unit with all in it), $codes, $code_numbers (a grid with all below it)
with kind as (
  select unnest(cast($kinds as text[])) as kind, unnest(cast($kind_numbers as integer[])) as number
),
code as (
  select unnest(cast($codes as text[])) as code, unnest(cast($code_numbers as integer[])) as number
),
of_unit as (
  select t.grid_id, 'unit.' || coalesce(u.kind, 'other') as kind from unit u join grid_tree t on t.ancestor_id = u.grid_id
),
by_kind as (
  select g.grid_id, k.number from grid g join kind k on k.kind = g.level where g.axis = 'area'
  union all
  select o.grid_id, k.number from of_unit o join kind k on k.kind = o.kind join grid g on g.grid_id = o.grid_id and g.axis = 'block'
),
named as (
  select g.grid_id as ancestor_id, c.number from grid g join code c on c.code = g.code
),
-- the narrower of two grids around one has the fewer below it
size as (
  select n.ancestor_id, any_value(n.number) as number, count(*) as below
  from named n
  join grid_tree t on t.ancestor_id = n.ancestor_id
  group by n.ancestor_id
),
by_code as (
  select t.grid_id, arg_min(s.number, s.below) as number
  from grid_tree t
  join size s on s.ancestor_id = t.ancestor_id
  group by t.grid_id
)
select coalesce(c.grid_id, k.grid_id) as grid_id, coalesce(c.number, k.number) as number
from by_code c
full join by_kind k on k.grid_id = c.grid_id;
