-- purpose: receivers as the page lists them.  grain: one row per receiver.  parameters: none
with last as (
  select
    channel_id, count(*) filter (where status = 'waiting') as waiting, max(sent_at) as sent_at,
    arg_max(error, message_id) filter (where tries > 0) as error, arg_max(detail, message_id) filter (where tries > 0) as detail
  from message
  group by channel_id
)
select
  c.channel_id, c.name, c.kind, regexp_extract(c.url, '^[a-z]+://([^/?#]+)', 1) as host, c.language, c.grid_id, g.name as grid_name, c.severity, c.quiet_from,
  c.quiet_until, c.active, c.made_by, c.made_at, coalesce(l.waiting, 0) as waiting, l.sent_at, l.error, l.detail
from channel c
left join grid g on g.grid_id = c.grid_id
left join last l on l.channel_id = c.channel_id
order by c.channel_id
