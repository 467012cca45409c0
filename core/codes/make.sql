-- purpose: new codes of some grids, but for those that have such a one (unless $again)
-- grain: answers one row per code made: its number, its grid.  parameters: $grids, $kind, $label, $again, $actor, $now
insert into place_code (code_id, grid_id, label, kind, made_by, made_at)
select (select coalesce(max(code_id), 0) from place_code) + row_number() over (order by g.grid_id), g.grid_id, $label, $kind, $actor, $now
from (select distinct unnest(cast($grids as integer[])) as grid_id) g
where $again or g.grid_id not in (select grid_id from place_code where kind = $kind and label = $label and revoked_at is null)
returning code_id, grid_id
