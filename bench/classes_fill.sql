-- purpose: a county for classes: a twelfth has returned, a fiftieth is on no roster, half of the people are scanned on a day.
-- parameters: $people (how many)
select setseed(0.4);

insert into grid (grid_id, code, name, axis, level, updated_at)
select i, cast(i as text), cast(i as text), 'area', 'section', timestamp '2026-02-01 08:00:00' from range(1, 3001) r(i);

insert into grid_tree select grid_id, grid_id from grid union all select 0, grid_id from grid;

insert into person (person_id, birth_date, home_grid_id, origin, arrived_on, attention, attention_until, registered, updated_at)
select
  i, date '1950-01-01' + cast(random() * 25000 as integer), case when i % 50 > 0 then 1 + i % 3000 end,
  case when i % 36 = 0 then '湖北省黄冈市' when i % 12 = 0 then '广东省广州市' end,
  case when i % 12 = 0 and i % 7 > 0 then date '2026-01-31' - cast(random() * 40 as integer) end,
  case when i % 40 = 0 then 'home_quarantine' when i % 90 = 0 then 'key_attention' end,
  case when i % 80 = 0 then date '2026-02-05' end, i % 50 > 0, timestamp '2026-02-01 08:00:00'
from range(1, $people + 1) r(i);

insert into person_day
select person_id, cast(d as date), 2, 1, case when random() < 0.5 then cast(36 + random() * 1.5 as decimal(3, 1)) end, d, d, 1 + person_id % 3000
from range(timestamp '2026-01-12', timestamp '2026-02-01', interval 1 day) r(d), person
where random() < 0.5 or person_id = $people // 2
order by 2, 1;
