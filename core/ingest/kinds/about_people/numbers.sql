-- purpose: people's numbers in their units
-- grain: plan.unit_of one row per block grid within a unit; plan.member_number one row per person, grid and number.  parameters: none
create or replace table plan.unit_of as
select t.grid_id, min(t.ancestor_id) as unit_id from grid_tree t join unit u on u.grid_id = t.ancestor_id group by t.grid_id;

-- of a place that is no unit's, a number holds for that place alone
create or replace table plan.member_number as
select distinct m.person_id, m.grid_id, coalesce(u.unit_id, m.grid_id) as unit_id, plan.unit_number(m.unit_no) as number
from membership m left join plan.unit_of u on u.grid_id = m.grid_id
where m.unit_no is not null and m.until is null
