-- purpose: the posts of a grid that goes into another are held there; where it has such a post already, they stand in its chain
-- grain: one row of grid_change_row and one of duty per post.  parameters: $change, $source, $target, $named (of the source)
create or replace temp table duty_going as
select
  case when o.role is null then d.role
       else $named || case d.role when 'responsible' then '责任人' when 'deputy' then '副责任人' else d.role end end as role,
  d.name, d.position, d.phone, d.duties,
  case when o.role is null then d.rank
       else coalesce((select max(rank) from duty where grid_id = $target), 0) + row_number() over (order by d.rank nulls first, d.role) end as rank
from duty d
left join duty o on o.grid_id = $target and o.role = d.role
where d.grid_id = $source;

insert into grid_change_row select $change, 'duty', 'role', cast($target as text), null, role from duty_going;

insert into duty (grid_id, role, name, position, phone, duties, rank)
select $target, role, name, position, phone, duties, rank from duty_going
returning role
