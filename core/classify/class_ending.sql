-- purpose: whose class ends within some days.  grain: one row per person, who ends first first
-- parameters: $scope (roots), $grid (0: everything), $class, $judged, $within, $as_of, $show_name, $limit
select
  p.person_id, case when $show_name then p.name else mask_name(p.name) end as name, placed(a.name, a.level, g.name) as place, c.since, c.until
from person_class c
join person p on p.person_id = c.person_id
left join grid g on g.grid_id = p.home_grid_id
left join grid a on a.grid_id = g.parent_id
where c.class = $class and c.until between $judged and cast($judged as date) + $within
  and p.person_id in (from scope_people($scope, $as_of)) and p.person_id not in (from gone_on($as_of))
  and ($grid = 0 or p.home_grid_id in (select grid_id from grid_tree where ancestor_id = $grid))
order by c.until, p.pinyin, p.person_id
limit $limit
