-- purpose: where what is known of one person was told.  grain: one row per source: what (person.<column>, reading, sighting, membership,
-- stay, risk_area, a fact's code), day, file.  parameters: $person, $days (of readings), $first, $last (the first and last of them), $as_of
with changed as (
  select c.field, max(c.batch_id) as batch_id
  from import_change c
  join import_batch b on b.batch_id = c.batch_id and b.status <> 'undone'
  where c.entity = 'person' and c.entity_id = $person
  group by c.field
),
told as (
  select 'person.' || f.field as what, cast(null as date) as day, coalesce(c.batch_id, p.batch_id) as batch_id, cast(null as text) as source
  from person p
  cross join (select unnest(['origin', 'arrived_on', 'attention', 'attention_until', 'birth_date', 'sex', 'status', 'registered']) as field) f
  left join changed c on c.field = f.field
  where p.person_id = $person
  union all
  select 'reading', cast(scanned_at as date), arg_max(batch_id, temperature), null
  from check_in
  where person_id = $person and scanned_at >= cast($first as date) and scanned_at < cast($last as date) + interval 1 day
    and list_contains($days, cast(scanned_at as date)) and temperature is not null
  group by cast(scanned_at as date)
  union all
  select 'sighting', cast(scanned_at as date), arg_max(batch_id, scanned_at), null
  from check_in
  where person_id = $person and scanned_at >= cast($first as date) and scanned_at < cast($last as date) + interval 1 day
    and list_contains($days, cast(scanned_at as date))
  group by cast(scanned_at as date)
  union all
  select 'membership', max(since), max(batch_id), null
  from membership
  where person_id = $person and kind in ('work', 'study') and holds_on(since, until, cast($as_of as date))
  union all
  select 'stay', left_on, max(batch_id), null from risk_stay where person_id = $person group by left_on
  union all
  select 'stay', null, max(batch_id), null from risk_stay where person_id = $person
  union all
  select 'risk_area', coalesce(s.left_on, a.since), max(a.batch_id), arg_max(a.source, a.since)
  from risk_stay s join risk_area a on a.area_id = s.area_id
  where s.person_id = $person
  group by coalesce(s.left_on, a.since)
  union all
  select 'risk_area', null, max(a.batch_id), arg_max(a.source, a.since)
  from risk_stay s join risk_area a on a.area_id = s.area_id
  where s.person_id = $person
  union all
  select fact, arg_max(since, (coalesce(since, date '1900-01-01'), fact_id)), arg_max(batch_id, (coalesce(since, date '1900-01-01'), fact_id)),
    arg_max(source, (coalesce(since, date '1900-01-01'), fact_id))
  from person_fact
  where person_id = $person and (since is null or since <= $as_of) and (until is null or until > $as_of)
  group by fact
)
select t.what, t.day, coalesce(t.source, b.file_name) as file
from told t
left join import_batch b on b.batch_id = t.batch_id
