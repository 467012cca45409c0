-- purpose: the last scans of somebody who fell silent, and who lives with them and was seen last when.  grain: one row per scan, then one per
--   member of the household.  parameters: $person, $first_day (of the silence), $scope (roots), $as_of, $reveal_name, $limit
with scan as (
  select
    c.scanned_at as at, placed(u.name, u.level, g.name) as place, null as person_name, 'scan_last' as what, json_object('direction', c.direction) as fields
  from every_check_in c
  join grid g on g.grid_id = c.grid_id
  left join grid u on u.grid_id = g.parent_id
  where c.person_id = $person and c.scanned_at >= cast($first_day as date) - 31 and c.scanned_at < cast($first_day as date)
  order by c.scanned_at desc, c.grid_id
  limit least($limit, 5)
),
living as (
  select p.person_id, p.name, p.relation
  from person p
  where p.household_id = (select household_id from person where person_id = $person) and p.person_id <> $person
    and p.person_id in (from scope_people($scope, $as_of)) and p.person_id not in (from gone_on($as_of))
),
heard as (
  select d.person_id, arg_max({'at': d.last_at, 'grid_id': d.last_grid_id}, d.day) as last
  from person_day d
  where d.person_id in (select person_id from living) and d.day >= cast($first_day as date) - 31
  group by d.person_id
),
member as (
  select
    h.last.at as at, placed(u.name, u.level, g.name) as place, case when $reveal_name then l.name else mask_name(l.name) end as person_name,
    case when h.person_id is null then 'family_unseen' else 'family_seen' end as what, json_object('relation', coalesce(l.relation, '')) as fields
  from living l
  left join heard h on h.person_id = l.person_id
  left join grid g on g.grid_id = h.last.grid_id
  left join grid u on u.grid_id = g.parent_id
  order by h.last.at desc nulls last, l.person_id
  limit $limit
)
select * from scan
union all
select * from member
