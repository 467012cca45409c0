-- purpose: a county of 1.2 million beside the roster's people, and a fortnight of records already stored.  parameters: $people, $records, $now
insert into person (person_id, name, id_type, id_number, phone, home_grid_id, registered, updated_at)
select
  last + i, '居民', 'other', 'E' || lpad(cast((cast(i as bigint) * 7919) % 10000019 as text), 8, '0'), '13' || lpad(cast(i as text), 9, '9'), home, true,
  timestamp '2026-02-01 08:00:00'
from range(1, $people + 1) r(i), (select max(person_id) as last, min(home_grid_id) as home from person);

insert into intake_record (record_id, seq, person_id, grid_id, scanned_at, source, taken_at)
select gen_random_uuid(), i, 1 + i % $people, home, sent, 'gate', sent
from (
  select i, home, cast($now as timestamp) - interval 1 day - cast($records - i as bigint) * interval 100 millisecond as sent
  from range(1, $records + 1) r(i), (select min(home_grid_id) as home from person)
)
