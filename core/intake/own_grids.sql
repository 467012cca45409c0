-- purpose: the grids for which a device may send, by today's code or a former one that is nobody's today.  grain: one row per code
-- parameters: $roots, $codes (null: all)
with own as (select g.grid_id, g.code from grid g where g.grid_id in (from scope_grids(cast($roots as integer[])))),
named as (
  select code, grid_id, 0 as former from own
  union all
  select n.value, n.grid_id, 1 from grid_name n join own o on o.grid_id = n.grid_id where n.kind = 'code'
)
select code, arg_min(grid_id, former) from named
where $codes is null or code in (select unnest(cast($codes as text[])))
group by code
