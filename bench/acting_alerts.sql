-- purpose: as many open alerts as are wanted: those that were found of people, of others as well.  grain: one row per alert.  parameters: $more (alerts)
insert into alert
with found as (
  select *, row_number() over (order by alert_id) as nth, count(*) over () as all_found
  from alert where person_id is not null and status = 'open'
),
other as (
  select person_id, home_grid_id, row_number() over (order by hash(person_id + 1)) as nth
  from person where home_grid_id is not null and person_id not in (select person_id from alert where person_id is not null)
  order by hash(person_id + 1) limit $more
)
select f.* exclude (nth, all_found) replace (
  (select max(alert_id) from alert) + o.nth as alert_id, o.person_id as person_id, o.home_grid_id as grid_id, null as situation_id, null as owner_grid_id,
  null as owner_role, null as asked_at, null as due_at)
from other o
join found f on f.nth = 1 + o.nth % f.all_found
