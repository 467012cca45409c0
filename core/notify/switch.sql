-- purpose: a receiver off or on; switched on it is told of what is new from then on.  grain: one row of channel.  parameters: $channel, $active
update channel set
  active = $active,
  seen_alert = case when $active and not active then (select coalesce(max(alert_id), 0) from alert) else seen_alert end,
  seen_entry = case when $active and not active then (select coalesce(max(entry_id), 0) from audit_entry) else seen_entry end
where channel_id = $channel
returning channel_id
