-- purpose: a receiver, told of what is new from now on.  grain: one row of channel.  parameters: the columns; $now
insert into channel
select
  $number, $name, $kind, $url, $secret, $body, $expects, $language, $grid, $severity, $quiet_from, $quiet_until, $per_minute, true,
  (select coalesce(max(alert_id), 0) from alert), (select coalesce(max(entry_id), 0) from audit_entry), $actor, $now
