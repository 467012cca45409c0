-- purpose: alerts that nobody has taken yet, or that ended by themselves, and nothing speaks for any more, after data were taken back.  grain: one row per alert
-- parameters: $supported (alerts that were found again just now), $detectors (that looked), $since (the first day that each looked at),
--   $scanned (detectors whose anomalies are scans of the person), $reason, $at
with looked as (
  select unnest($detectors) as detector, unnest($since) as since
),
sent as (
  select day from grid_day where check_ins > 0 group by day
),
about as (
  select a.alert_id, a.detector, a.person_id, a.first_day, a.last_day, l.since, a.status <> 'open' as ended
  from alert a
  join looked l on l.detector = a.detector
  where (a.status = 'open' or a.closing_reason = 'over') and not list_contains($supported, a.alert_id)
),
heard as (
  select a.alert_id
  from (select alert_id, unnest(generate_series(first_day, last_day, interval 1 day)) as day from about) a
  join sent s on s.day = a.day
),
seen as (
  select a.alert_id from about a join person_day d on d.person_id = a.person_id and d.day between a.first_day and a.last_day
)
update alert
set status = 'dismissed', closing_reason = $reason, handled_by = 'system', handled_at = $at, ended_on = null
where alert_id in (
  select a.alert_id
  from about a
  -- the detector looked at its days and did not find it
  where a.last_day >= a.since and not a.ended
    -- nothing at all was scanned in its days
    or a.alert_id not in (select alert_id from heard)
    -- its person was not scanned in them, or is gone
    or list_contains($scanned, a.detector) and a.person_id is not null and a.alert_id not in (select alert_id from seen)
    or a.person_id is not null and a.person_id not in (select person_id from person)
)
returning alert_id
