-- purpose: what becomes of some records that were sent.  grain: judged, one row per record of `given`: no, reason (null: nothing against it),
-- known (stored before, or by an earlier one of these).  parameters: $oldest, $latest (moments outside are a wrong clock)
create or replace temp table judged as
with placed as (
  select
    g.* replace (coalesce(m.kept_id, g.person_id) as person_id), coalesce(m.kept_id, p.person_id) is not null as there,
    n.grid_id is not null as placed, n.closed_on, r.record_id is not null as before
  from given g
  left join person p on p.person_id = g.person_id
  left join (select gone_id, max(kept_id) as kept_id from person_merge where undone_at is null group by gone_id) m on m.gone_id = g.person_id
  left join grid n on n.grid_id = g.grid_id
  left join intake_record r on r.record_id = g.record_id
),
reasoned as (
  select *, case
    when fault = 'record_id' then fault
    when before then null
    when fault is not null then fault
    when scanned_at is null then 'at_missing'
    when scanned_at > $latest then 'at_future'
    when scanned_at < $oldest then 'at_old'
    when not placed then 'grid_unknown'
    when closed_on <= cast(scanned_at as date) then 'grid_closed'
    when direction not in ('in', 'out', 'pass') then 'direction'
    when temperature is not null and not coalesce(temperature between 34 and 43, false) then 'temperature'
    when source not in ('phone', 'gate', 'officer') then 'source'
    when length(symptoms) > 200 then 'symptoms_long'
    when person_id is null then 'person_missing'
    when not there then 'person_unknown' end as reason
  from placed
)
select *, reason is null and (before or row_number() over (partition by record_id, reason is null order by no) > 1) as known
from reasoned
