-- purpose: who holds some duties at a moment; after core/chain/head.sql, whose `post` it reads.  grain: one row per duty that somebody holds
-- parameters: those of head.sql, and lists of one length: $grids, $roles
select p.grid_id, p.role, p.name
from post p
join (select unnest(cast($grids as integer[])) as grid_id, unnest(cast($roles as text[])) as role) w on w.grid_id = p.grid_id and w.role = p.role
where p.name is not null
