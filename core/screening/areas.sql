-- purpose: risk areas with whom they concern, those that stand first, the latest first.  grain: one row per area
-- parameters: $scope roots, $as_of, $area (null: all)
with mine as (
  select s.area_id, s.person_id, bool_or(s.sure) as sure
  from risk_stay s
  where s.within and s.person_id in (from scope_people($scope, $as_of)) and s.person_id not in (from gone_on($as_of))
  group by s.area_id, s.person_id
),
counted as (
  select area_id, count(*) filter (where sure) as people, count(*) filter (where not sure) as unsure from mine group by area_id
),
tasks as (
  select r.area_id, count(*) filter (where t.status = 'drafted') as drafted, count(*) filter (where t.status in ('open', 'overdue')) as open,
    count(*) filter (where t.status = 'done') as done, count(*) filter (where t.status = 'cancelled') as cancelled
  from risk_task r join task t on t.task_id = r.task_id
  where t.grid_id in (from scope_grids($scope))
  group by r.area_id
)
select
  a.area_id, a.name, a.level, a.grid_id, g.code as grid_code, g.name as grid_name, a.code, a.below, a.since,
  case when s.area_id is not null then s.ends_on else a.until end as ends_on, a.source, a.published_on, a.added_by, a.added_at,
  a.released_by, a.released_at, a.removed_by, a.removed_at,
  case when a.removed_at is not null then 'removed' when s.ends_on < $as_of then 'ended' when a.since > $as_of then 'coming' else 'standing' end as state,
  cast(coalesce(c.people, 0) as integer) as people, cast(coalesce(c.unsure, 0) as integer) as unsure,
  cast(coalesce(t.drafted, 0) as integer) as drafted, cast(coalesce(t.open, 0) as integer) as open, cast(coalesce(t.done, 0) as integer) as done,
  cast(coalesce(t.cancelled, 0) as integer) as cancelled
from risk_area a
left join standing_areas() s on s.area_id = a.area_id
left join grid g on g.grid_id = a.grid_id
left join counted c on c.area_id = a.area_id
left join tasks t on t.area_id = a.area_id
where $area is null or a.area_id = $area
order by a.removed_at is not null, coalesce(s.ends_on < $as_of, false), case a.level when 'high' then 0 when 'medium' then 1 else 2 end, a.since desc, a.area_id desc
