-- purpose: what people told of their health and trips.  grain: one row per declaration
-- parameters: /*first*/, $last (days that matter)
select
  d.person_id,
  coalesce(p.home_grid_id, v.grid_id) as grid_id,
  cast(d.declared_at as date) as on_day,
  cast(null as date) as ends_on,
  cast(d.temperature as double) as declared_temperature,
  d.symptom as has_symptoms,
  d.symptoms as declared_symptoms,
  d.case_contact as declared_contact,
  d.place as been_to,
  date_diff('day', coalesce(d.until_date, d.from_date), cast(d.declared_at as date)) as been_days_ago
from declaration d
join person p on p.person_id = d.person_id
left join (select person_id, min(grid_id) as grid_id from membership where kind = 'temporary' group by person_id) v on v.person_id = d.person_id
where d.declared_at >= cast(/*first*/ as date) and d.declared_at < cast($last as date) + interval 1 day
