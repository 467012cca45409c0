-- purpose: how many of some grids a reader may not see, or are none.  grain: one row.  parameters: $grids, $roots
select count(*) from (select unnest(cast($grids as integer[])) as grid_id) a
left join grid g on g.grid_id = a.grid_id
where g.grid_id is null or a.grid_id not in (from scope_grids(cast($roots as integer[])))
