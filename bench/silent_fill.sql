-- purpose: a county made up of days alone: people in hamlets of 100, of whom each is seen on most days; one in 2,000 has fallen silent
-- grain: one row per person, household, grid, person and day, grid and day.  parameters: $people, $days, $as_of
insert into grid (grid_id, code, name, axis, level, parent_id, updated_at)
select n, 'S' || n, 'S' || n, 'area', 'section', null, timestamp '2026-01-01' from range(1, $people // 100 + 2) r(n);
insert into grid_tree select grid_id, grid_id from grid union all select 0, grid_id from grid;
insert into household (household_id, code, grid_id, householder_id)
select n, 'H' || n, n // 34 + 1, n * 3 + 1 from range(0, $people // 3 + 1) r(n);
insert into person (person_id, name, birth_date, phone, home_grid_id, household_id, updated_at)
select n, '某', date '1940-01-01' + cast(n % 25000 as integer), '139', n // 100 + 1, n // 3, timestamp '2026-01-01' from range(0, $people) r(n);
insert into person_day
select
  p.n, d.day, 2, 1, 36.5, d.day + interval 8 hour, d.day + interval 18 hour, p.n // 100 + 1
from (select cast($as_of as date) - cast(k as integer) as day from range(0, $days) r(k)) d
join range(0, $people) p(n) on true
-- seen on 55 to 95 of a hundred days; the silent ones not in the last eighteen
where hash(p.n * 1000 + datediff('day', d.day, $as_of)) % 1000 < 550 + hash(p.n) % 400 and (p.n % 2000 <> 0 or d.day < cast($as_of as date) - 18)
order by d.day, p.n;
insert into grid_day
select last_grid_id, day, sum(check_ins), count(*), count(*), count(*), 0, 0, count(*), null from person_day group by last_grid_id, day;
