-- purpose: alerts that nobody has taken yet and nothing speaks for any more, after data were taken back.  grain: one row per alert
-- parameters: $supported (alerts that were found again just now), $since (first day that the detectors looked at), $reason, $at
update alert
set status = 'dismissed', closing_reason = $reason, handled_by = 'system', handled_at = $at
where status = 'open'
  and not list_contains($supported, alert_id)
  and (
    -- the detectors looked at its days and did not find it
    last_day >= $since
    -- nothing was scanned in its days, or its person is gone
    or not exists (select 1 from grid_day d where d.check_ins > 0 and d.day between alert.first_day and alert.last_day)
    or person_id is not null and person_id not in (select person_id from person)
  )
returning alert_id
