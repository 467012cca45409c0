-- purpose: end a code.  grain: answers one row: its grid.  parameters: $code, $roots, $actor, $now
update place_code set revoked_by = $actor, revoked_at = $now
where code_id = $code and revoked_at is null and grid_id in (from scope_grids(cast($roots as integer[])))
returning grid_id
