-- purpose: people by a machine's own number, at its unit.  grain: one row per pair of number and grid that one person alone has: unit_no, grid_id,
-- person_id.  parameters: $numbers, $grids (lists of one length)
with given as (select distinct unnest(cast($numbers as text[])) as unit_no, unnest(cast($grids as integer[])) as grid_id)
select g.unit_no, g.grid_id, min(m.person_id) as person_id
from given g
join membership m on m.unit_no = g.unit_no
join grid_tree t on t.ancestor_id = g.grid_id and t.grid_id = m.grid_id
group by g.unit_no, g.grid_id having count(distinct m.person_id) = 1
