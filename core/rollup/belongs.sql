-- purpose: the unit at which somebody works or studies, so that being there does not make an outsider
-- grain: one row per person and unit (root of a block tree).  parameters: none
select distinct m.person_id, r.ancestor_id as unit_id
from membership m
join grid_tree r on r.grid_id = m.grid_id
join grid root on root.grid_id = r.ancestor_id and root.axis = 'block' and root.parent_id is null;
