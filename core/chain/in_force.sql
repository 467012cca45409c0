-- purpose: a fingerprint of the entries in force at a moment, and of the accounts that are closed.  grain: one row.  parameters: $at
with clock as (
  select isodow(cast($at as timestamp)) as weekday, isodow(cast($at as timestamp) - interval 1 day) as before,
    date_diff('minute', date_trunc('day', cast($at as timestamp)), cast($at as timestamp)) as minute
)
select coalesce(sum(n), 0)::bigint as print
from (
  select hash(r.rota_id) % 1000000007 as n
  from rota r
  cross join clock c
  where r.ended_at is null and r.since <= $at and coalesce(r.until, timestamp '9999-12-31') > $at and (
    r.weekday is null
    or r.weekday = c.weekday and c.minute >= r.from_minute and (c.minute < r.to_minute or r.to_minute <= r.from_minute)
    or r.weekday = c.before and c.minute < r.to_minute and r.to_minute <= r.from_minute
  )
  union all
  select hash(account_id, 'account') % 1000000007 from account where not active
)
