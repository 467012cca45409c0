-- purpose: closed alerts like one, and how they ended: the same person or grid first, then the village, then the newest
-- grain: one row per alert.  parameters: $alert, $scope (roots), $limit
with this as (
  select alert_id, detector, grid_id, person_id from alert where alert_id = $alert and alert_id in (from scope_alerts($scope))
),
village as (
  select t.grid_id, min(g.grid_id) as village_id from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.level = 'village' group by t.grid_id
),
past as (
  select a.*, case
      when a.person_id = t.person_id then 'person'
      when a.grid_id = t.grid_id then 'grid'
      when v.village_id = w.village_id then 'village'
      else 'other'
    end as same
  from this t
  join alert a on a.detector = t.detector and a.alert_id <> t.alert_id
  left join village v on v.grid_id = a.grid_id
  left join village w on w.grid_id = t.grid_id
  where a.status in ('resolved', 'dismissed') and a.alert_id in (from scope_alerts($scope))
)
select p.alert_id, p.first_day, p.last_day, g.name as grid_name, p.same, p.status, p.outcome, date_diff('minute', p.opened_at, p.handled_at) / 60.0 as hours
from past p
join grid g on g.grid_id = p.grid_id
order by case p.same when 'person' then 0 when 'grid' then 1 when 'village' then 2 else 3 end, p.outcome is null, p.last_day desc, p.alert_id desc
limit $limit
