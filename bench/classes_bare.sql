-- purpose: the facts that the classes ask for, selected as they are and kept as the classes are: the baseline.
-- grain: temp table bare, one row per event: who, where, from when, until when, what is told
-- parameters: $fever_from, $from, $until (days)
create or replace temp table bare as
select d.person_id, coalesce(p.home_grid_id, d.last_grid_id) as grid_id, d.day as on_day, cast(null as date) as ends_on, cast(d.max_temperature as text) as told
from person_day d join person p on p.person_id = d.person_id
where d.day between $fever_from and $until and d.max_temperature >= 37.3
union all
select person_id, home_grid_id, arrived_on, null, origin from person where home_grid_id is not null and arrived_on between $from and $until
union all
select person_id, home_grid_id, arrived_on, attention_until, attention from person
where home_grid_id is not null and attention in ('home_quarantine', 'key_attention')
union all
select d.person_id, d.last_grid_id, d.day, null, null from person_day d join person p on p.person_id = d.person_id
where p.home_grid_id is null and not p.registered and d.day between $from and $until
