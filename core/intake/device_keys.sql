-- purpose: whose key it is, and for which grids it may send, by today's code or a former one that is nobody's today.
-- grain: one row per device: key_hash, device_id, revoked, grids (its own), codes and own (lists of one length: code, grid_id).  parameters: none
with below as (
  select e.device_id, t.grid_id from device_grid e join grid_tree t on t.ancestor_id = e.grid_id group by e.device_id, t.grid_id
),
named as (
  select b.device_id, g.code, g.grid_id, 0 as former from below b join grid g on g.grid_id = b.grid_id
  union all
  select b.device_id, n.value, n.grid_id, 1 from below b join grid_name n on n.grid_id = b.grid_id where n.kind = 'code'
),
chosen as (select device_id, code, arg_min(grid_id, former) as grid_id from named group by device_id, code),
codes as (select device_id, list(code order by code) as codes, list(grid_id order by code) as own from chosen group by device_id),
direct as (select device_id, list(grid_id order by grid_id) as grids from device_grid group by device_id)
select d.key_hash, d.device_id, d.revoked_at is not null as revoked, r.grids, c.codes, c.own
from device d
left join direct r on r.device_id = d.device_id
left join codes c on c.device_id = d.device_id
