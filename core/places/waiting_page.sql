-- needs: waiting.  grain: one row per person who lives in the grid, the soonest to end last.  parameters: $grid, $on, $classes, $phases, $show_name, $show_phone, $limit
select w.person_id, case when $show_name then p.name else mask_name(p.name) end as name, p.sex, p.household_id,
  case when $show_phone then p.phone else mask_phone(p.phone) end as phone, placed(b.name, b.level, g.name) as home,
  arg_min(c.class, c.rank) as class, min(c.since) as since, max(coalesce(c.phase_until, c.until)) as until
from waiting w
join person p on p.person_id = w.person_id
join grid_tree t on t.grid_id = w.home_grid_id and t.ancestor_id = $grid
join grid g on g.grid_id = w.home_grid_id
left join grid b on b.grid_id = g.parent_id
join person_class c on c.person_id = w.person_id
where list_contains($classes, c.class) or list_contains($phases, coalesce(c.place, ''))
group by w.person_id, p.name, p.sex, p.household_id, p.phone, b.name, b.level, g.name
order by since desc, p.household_id nulls last, w.person_id
limit $limit
