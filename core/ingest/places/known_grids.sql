-- purpose: every text that means a grid of the register, with the rank of such a text.  parameters: none
-- grain: one row per text and grid that it may mean; the lowest rank of a text counts
-- how: code, former_code, name, former_name, town_name (name with the grid above before it)
create macro plan.known_grids() as table
select code as text, grid_id, axis, 1 as rank from grid
union all
select n.value, n.grid_id, g.axis, case n.kind when 'code' then 2 else 4 end from grid_name n join grid g on g.grid_id = n.grid_id
union all
select name, grid_id, axis, 3 from grid
union all
select p.name || g.name, g.grid_id, g.axis, 5 from grid g join grid p on p.grid_id = g.parent_id
union all
select rpad(code, 12, '0'), grid_id, axis, 10 from grid where level in ('county', 'township') and length(code) < 12
