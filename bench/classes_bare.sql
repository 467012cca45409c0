-- purpose: the people whom the classes are about, without their classes.  grain: one row per event: how many, so that nothing is sent
-- parameters: $fever_from, $from, $until (days)
select count(*), sum(person_id), max(on_day) from (
  select d.person_id, d.day as on_day from person_day d where d.day between $fever_from and $until and d.max_temperature >= 37.3
  union all
  select person_id, arrived_on from person where home_grid_id is not null and arrived_on between $from and $until
  union all
  select person_id, attention_until from person where attention in ('home_quarantine', 'key_attention')
  union all
  select d.person_id, max(d.day) from person_day d join person p on p.person_id = d.person_id
  where not p.registered and d.day between $from and $until group by d.person_id
)
