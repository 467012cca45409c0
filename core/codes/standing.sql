-- purpose: the newest code of each of some grids.  grain: one row per grid.  parameters: $grids, $kind, $label
select grid_id, max(code_id) from place_code
where kind = $kind and label = $label and revoked_at is null and grid_id in (select unnest(cast($grids as integer[])))
group by grid_id
