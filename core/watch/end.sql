-- purpose: end by itself what has been gone for its quiet time.  grain: one row per alert
-- parameters: $detectors, $quiet_days (those that looked in this run; without a quiet time in neither), $found (alerts found in it),
--   $missing (grids whose feed is missing), $silenced (detectors that say nothing of these), $as_of, $at
-- A day whose data are missing is no quiet day. Of silence, of a feed or a person, only a scan is the end: one that has lasted too long to be
-- looked for is found no more and goes on.
with looked as (
  select unnest($detectors) as detector, unnest($quiet_days) as quiet_days
),
about as (
  select a.alert_id, a.detector, a.grid_id, a.person_id, a.first_day, a.last_day, l.quiet_days
  from alert a
  join looked l on l.detector = a.detector
  where a.status not in ('resolved', 'dismissed')
    and not list_contains(cast($found as integer[]), a.alert_id)
    and a.last_day <= cast($as_of as date)
),
around as (
  select t.grid_id, t.ancestor_id from grid_tree t where t.grid_id in (select grid_id from about)
),
unheard as (
  select a.alert_id, count(distinct m.day) filter (where m.day > a.last_day) as days
  from about a
  join around t on t.grid_id = a.grid_id
  join missing_day m on m.grid_id = t.ancestor_id
  where m.day <= cast($as_of as date)
  group by a.alert_id
),
silenced as (
  select distinct a.alert_id
  from about a
  join around t on t.grid_id = a.grid_id
  where list_contains(cast($missing as integer[]), t.ancestor_id) and list_contains($silenced, a.detector)
),
heard as (
  select a.alert_id
  from about a
  join grid_tree t on t.ancestor_id = a.grid_id
  join grid_day d on d.grid_id = t.grid_id
  where a.detector = 'missing_feed' and d.day <= cast($as_of as date) and d.check_ins > 0
  group by a.alert_id, a.first_day
  having max(d.day) >= a.first_day
),
seen as (
  select a.alert_id
  from about a
  join person_day d on d.person_id = a.person_id
  where a.detector = 'silent_resident'
  group by a.alert_id, a.first_day
  having max(d.day) >= a.first_day
)
update alert
set status = 'resolved', closing_reason = 'over', handled_by = 'system', handled_at = $at, ended_on = cast($as_of as date)
where alert_id in (
  select a.alert_id
  from about a
  left join unheard u on u.alert_id = a.alert_id
  where cast($as_of as date) - a.last_day - coalesce(u.days, 0) >= a.quiet_days
    and a.alert_id not in (select alert_id from silenced)
    and case a.detector
      when 'missing_feed' then a.alert_id in (select alert_id from heard)
      when 'silent_resident' then a.alert_id in (select alert_id from seen)
      else true
    end
)
returning alert_id
