-- purpose: where what is known of one person was told.  grain: one row per source: what (person.<column>, reading, sighting, membership,
-- stay.<how>, risk_area.<name>, a fact's code; disease_case, discharge, case_contact, test_result, declaration, temperature, quarantine: on the day of the event), day, file
-- Each part says of what it tells (of: …); what nobody asks for is left out (why.py): most of the time goes into planning.
-- parameters: $person, $days (of readings), $first, $last (the first and last of them), $as_of
with changed as (
  select c.field, max(c.batch_id) as batch_id
  from import_change c
  join import_batch b on b.batch_id = c.batch_id and b.status <> 'undone'
  where c.entity = 'person' and c.entity_id = $person
  group by c.field
),
changed_row as (
  select c.entity, c.entity_id, max(c.batch_id) as batch_id
  from import_change c
  join import_batch b on b.batch_id = c.batch_id and b.status <> 'undone'
  where c.entity in ('disease_case', 'case_contact')
  group by c.entity, c.entity_id
),
-- with the days of events/stay.sql
stay as (
  select s.how, s.batch_id, a.name, a.source, a.batch_id as area_batch_id, a.since,
    case when s.left_on is null and s.how in ('lives_in', 'works_in') then least(greatest(a.since, s.from_on), cast($as_of as date))
      when s.from_on <= $as_of then least(s.left_on, cast($as_of as date)) else s.left_on end as on_day
  from risk_stay s join standing_areas() a on a.area_id = s.area_id
  where s.person_id = $person
),
told as (
  -- of: person
  select 'person.' || f.field as what, cast(null as date) as day, coalesce(c.batch_id, p.batch_id) as batch_id, cast(null as text) as source
  from person p
  cross join (select unnest(['origin', 'arrived_on', 'attention', 'attention_until', 'birth_date', 'sex', 'status', 'registered', 'phone']) as field) f
  left join changed c on c.field = f.field
  where p.person_id = $person
  union all
  -- of: reading
  select 'reading', cast(scanned_at as date), arg_max(batch_id, temperature), null
  from every_check_in
  where person_id = $person and scanned_at >= cast($first as date) and scanned_at < cast($last as date) + interval 1 day
    and list_contains($days, cast(scanned_at as date)) and temperature is not null
  group by cast(scanned_at as date)
  union all
  -- of: sighting
  select 'sighting', cast(scanned_at as date), arg_max(batch_id, scanned_at), null
  from every_check_in
  where person_id = $person and scanned_at >= cast($first as date) and scanned_at < cast($last as date) + interval 1 day
    and list_contains($days, cast(scanned_at as date))
  group by cast(scanned_at as date)
  union all
  -- of: membership
  select 'membership', max(since), max(batch_id), null
  from membership
  where person_id = $person and kind in ('work', 'study') and holds_on(since, until, cast($as_of as date))
  union all
  -- of: stay
  select 'stay.' || how, on_day, max(batch_id), null from stay group by how, on_day
  union all
  -- of: risk_area
  select 'risk_area.' || name, on_day, arg_max_null(area_batch_id, since), arg_max_null(source, since) from stay group by name, on_day
  union all
  -- of: test_result
  select 'test_result', cast(coalesce(sampled_at, reported_at) as date), max(batch_id), null
  from test_result
  where person_id = $person and cast(coalesce(sampled_at, reported_at) as date) <= $as_of
  group by cast(coalesce(sampled_at, reported_at) as date)
  union all
  -- of: declaration temperature reading
  select unnest(whats), day, batch_id, null
  from (
    select case when max(temperature) is null then ['declaration'] else ['declaration', 'temperature', 'reading'] end as whats,
      cast(declared_at as date) as day, max(batch_id) as batch_id
    from declaration
    where person_id = $person and declared_at < cast($as_of as date) + interval 1 day
    group by cast(declared_at as date)
  )
  union all
  -- of: temperature
  select 'temperature', cast(scanned_at as date), max(batch_id), null
  from every_check_in
  where person_id = $person and scanned_at >= cast($as_of as date) - interval 13 day and scanned_at < cast($as_of as date) + interval 1 day
    and temperature is not null
  group by cast(scanned_at as date)
  union all
  -- of: quarantine
  select 'quarantine', q.since, coalesce(max(c.batch_id), max(q.batch_id)), null
  from quarantine q
  left join import_change c on c.entity = 'quarantine' and c.entity_id = q.quarantine_id
  where q.person_id = $person and coalesce(q.since, date '1900-01-01') <= $as_of
  group by q.since
  union all
  -- of: person_fact
  select fact, arg_max(since, (coalesce(since, date '1900-01-01'), fact_id)), arg_max(batch_id, (coalesce(since, date '1900-01-01'), fact_id)),
    arg_max(source, (coalesce(since, date '1900-01-01'), fact_id))
  from person_fact
  where person_id = $person and (since is null or since <= $as_of) and (until is null or until > $as_of)
  group by fact
  union all
  -- of: disease_case discharge
  -- a case: the last file that told of it
  select unnest(['disease_case', 'discharge']), unnest([coalesce(d.confirmed_on, d.reported_on, d.sampled_on, d.onset_on), d.outcome_on]), coalesce(c.batch_id, d.batch_id), null
  from disease_case d left join changed_row c on c.entity = 'disease_case' and c.entity_id = d.case_id
  where d.person_id = $person
  union all
  -- of: case_contact
  select 'case_contact', k.last_contact_on, coalesce(c.batch_id, k.batch_id), null
  from case_contact k left join changed_row c on c.entity = 'case_contact' and c.entity_id = k.contact_id
  where k.person_id = $person
  union all
  -- of: disease_case
  -- the case of a contact
  select 'disease_case', k.last_contact_on, coalesce(c.batch_id, d.batch_id), null
  from case_contact k
  join contact_sources() s on s.contact_id = k.contact_id
  join disease_case d on d.case_id = s.case_id
  left join changed_row c on c.entity = 'disease_case' and c.entity_id = d.case_id
  where k.person_id = $person
)
select t.what, t.day, coalesce(t.source, b.file_name) as file
from told t
left join import_batch b on b.batch_id = t.batch_id
order by t.day nulls first
