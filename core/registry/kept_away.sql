-- purpose: the people of a unit whose class says on a day that they may not come.  grain: one row per person, who is free first stands first
-- parameters: $grid_id (the unit), $scope (roots), $on, $as_of (whom the reader may see), $keeps_away (classes), $show_name, $limit
with belonging as (
  select m.person_id, arg_max(g.name, t.depth) as part
  from membership m
  join (select grid_id, count(*) as depth from grid_tree group by grid_id) t on t.grid_id = m.grid_id
  join grid g on g.grid_id = m.grid_id
  where m.grid_id in (select grid_id from grid_tree where ancestor_id = $grid_id) and m.kind in ('work', 'study') and holds_on(m.since, m.until, $on)
    and m.person_id not in (from dead_on($on))
  group by m.person_id
)
select
  p.person_id,
  case when $show_name then p.name else mask_name(p.name) end as name,
  b.part,
  arg_min(c.class, c.rank) as class,
  nullif(max(coalesce(c.until, date '9999-12-31')), date '9999-12-31') as until
from belonging b
join person p on p.person_id = b.person_id
join person_class c on c.person_id = b.person_id
where list_contains($keeps_away, c.class) and c.since <= $on and coalesce(c.until, date '9999-12-31') >= $on
  and p.person_id in (from scope_people($scope, $as_of))
group by p.person_id, p.name, b.part
order by until nulls last, b.part, p.person_id
limit $limit
