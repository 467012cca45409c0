-- purpose: messages that may be sent now, the oldest first.  grain: one row per message (channel_id, message_id, told, tries)
-- parameters: $now, $only (this message alone, whatever the hour; null: all that are due)
with lately as (
  select channel_id, count(distinct sent_at) as sent from message where status = 'sent' and sent_at > $now - interval 1 minute group by channel_id
)
select m.channel_id, m.message_id, m.told, m.tries
from message m
join channel c on c.channel_id = m.channel_id
left join lately l on l.channel_id = m.channel_id
where m.status = 'waiting' and case when $only is not null then m.message_id = $only else
  c.active and m.next_at <= $now and coalesce(l.sent, 0) < c.per_minute
  and (m.severity = 'high' or c.quiet_from is null or not case
    when c.quiet_from <= c.quiet_until then hour($now) >= c.quiet_from and hour($now) < c.quiet_until
    else hour($now) >= c.quiet_from or hour($now) < c.quiet_until end) end
order by m.channel_id, m.message_id
