-- purpose: a page of the applications that chosen.sql finds: who waits, those due first; then the latest answers.  grain: one row per application
-- parameters: those of chosen.sql, $reveal_name, $limit, $offset
, page as (
  select * from chosen
  order by (status <> 'pending'), due_at, coalesce(decided_at, applied_at) desc, application_id
  limit $limit offset $offset
),
over as (
  select t.grid_id, min(g.grid_id) filter (where g.level = 'village') as village_id, min(g.grid_id) filter (where g.level = 'township') as town_id
  from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area'
  group by t.grid_id
),
-- the same time twice: with whom of the same person's it overlaps
twice as (
  select distinct p.application_id
  from page p join exit_application e on e.person_id = p.person_id and e.application_id <> p.application_id
  where e.status = 'approved' and e.leave_on <= coalesce(p.return_on, date '9999-12-31') and coalesce(e.return_on, date '9999-12-31') >= p.leave_on
)
select
  p.application_id, p.person_id, case when $reveal_name then p.name else mask_name(p.name) end as name, p.household_id, h.code as household,
  case when p.step = 2 then o.town_id else p.home_grid_id end as asked_grid_id, v.name as village, g.name as home, w.name as township, p.class, p.levels, p.step, p.kept_in, p.applied_at, p.leave_on, p.return_on, p.destination, p.reason, p.status, p.due_at, p.late,
  coalesce(p.decided_by, p.list_by) as decided_by, p.decided_at, p.said,
  p.person_id in (from gone_on($as_of)) as gone, coalesce(p.return_on, p.leave_on) < $as_of as past, t.application_id is not null as overlaps,
  list_contains($scope, 0) or coalesce(o.town_id in (from scope_grids($scope)), false) as above
from page p
left join household h on h.household_id = p.household_id
left join over o on o.grid_id = p.home_grid_id
left join grid g on g.grid_id = p.home_grid_id
left join grid v on v.grid_id = o.village_id
left join grid w on w.grid_id = o.town_id
left join twice t on t.application_id = p.application_id
order by (p.status <> 'pending'), p.due_at, coalesce(p.decided_at, p.applied_at) desc, p.application_id
