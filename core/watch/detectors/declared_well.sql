-- purpose: who declared to be well, or no contact with a case, while a scan or the list of contacts says otherwise
-- grain: one row per person and reason (the latest day).  parameters: $as_of, $days (looked back), $fever (°C), $contact_days (after the last contact)
with told as (
  select person_id, cast(declared_at as date) as day, declared_at, symptom, temperature, case_contact
  from declaration
  where declared_at >= cast($as_of as date) - $days + 1 and declared_at < cast($as_of as date) + interval 1 day
),
well as (
  select t.person_id, t.day, max(d.max_temperature) as temperature, max(t.temperature) as declared
  from told t
  join person_day d on d.person_id = t.person_id and d.day = t.day and d.max_temperature >= $fever
  -- of one who declares several times a day, what was told last counts as well: an honest evening takes the morning back
  group by t.person_id, t.day
  having not coalesce(bool_or(t.symptom), false) and coalesce(max(t.temperature), 0) < $fever
    and (bool_or(not t.symptom) or max(t.temperature) is not null)
),
-- a contact of an excluded case is none, and the day of telling is not before the contact
denied as (
  select t.person_id, t.day, max(c.on_day) as contact_on
  from told t
  join contact_events('contact') c on c.person_id = t.person_id
  where not t.case_contact and c.on_day <= t.day and c.on_day > t.day - $contact_days and coalesce(c.ends_on, date '9999-12-31') >= t.day
    and (c.found_on is null or c.found_on <= t.day)
  group by t.person_id, t.day
),
both_kinds as (
  select person_id, 'declared_well' as reason, day, cast(temperature as double) as temperature, cast(declared as double) as declared, cast(null as date) as contact_on from well
  union all
  select person_id, 'declared_no_contact', day, null, null, contact_on from denied
)
select
  b.person_id, coalesce(p.home_grid_id, d.last_grid_id) as grid_id, b.reason, min(b.day) as first_day, max(b.day) as last_day, count(*) as days,
  max(b.temperature) as temperature, arg_max(b.declared, b.day) as declared, max(b.contact_on) as contact_on
from both_kinds b
join person p on p.person_id = b.person_id
left join person_day d on d.person_id = b.person_id and d.day = b.day
where coalesce(p.home_grid_id, d.last_grid_id) is not null
group by b.person_id, coalesce(p.home_grid_id, d.last_grid_id), b.reason
order by b.person_id, b.reason desc;
