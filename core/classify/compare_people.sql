-- purpose: the people of one cell of a comparison, page by page.  grain: one row per person.  needs: compared
-- parameters: $scope, $as_of, $before and $after (class; '' nobody's, null: any), $township (null: any), $moved (only who moves), $reveal_name, $limit, $offset
select
  p.person_id, case when $reveal_name then p.name else mask_name(p.name) end as name,
  g.grid_id, placed(above.name, above.level, g.name) as place,
  c.before, c.after, nullif(c.until_before, date '9999-12-31') as until_before, nullif(c.until_after, date '9999-12-31') as until_after,
  count(*) over () as total
from compared c
join person p on p.person_id = c.person_id
left join grid g on g.grid_id = c.grid_id
left join grid above on above.grid_id = g.parent_id
where ($before is null or coalesce(c.before, '') = $before)
  and ($after is null or coalesce(c.after, '') = $after)
  and ($township is null or c.township_id = $township)
  and (not $moved or c.before is distinct from c.after)
  and c.person_id in (from scope_people($scope, $as_of))
order by c.before nulls last, c.after nulls last, g.code nulls last, p.person_id
limit $limit offset $offset;
