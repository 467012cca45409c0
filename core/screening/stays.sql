-- purpose: the stays of people in risk areas.  grain: risk_stay one row per area, person and way in which it is known
-- needs: stretch, told, said_area, area_grid, seen.  parameters: $look_back (days), $counted (designation | departure)
insert into risk_stay
with stay as (
  select s.area_id, t.person_id, t.how, cast(null as integer) as grid_id, t.from_on, t.left_on, t.arrived_on, s.sure, false as goes_on, t.batch_id
  from told t join said_area s on s.text = t.text
  union all
  select a.area_id, p.person_id, 'lives_in', p.home_grid_id, p.arrived_on, null, p.arrived_on, true, true, p.batch_id
  from person p join area_grid a on a.grid_id = p.home_grid_id
  union all
  select a.area_id, m.person_id, case m.kind when 'temporary' then 'lives_in' else 'works_in' end, m.grid_id, m.since, m.until, null, true, m.until is null, m.batch_id
  from membership m join area_grid a on a.grid_id = m.grid_id where m.kind <> 'home'
),
living as (
  select distinct area_id, person_id from stay where goes_on and how in ('lives_in', 'works_in')
),
known as (
  select * from stay
  union all
  select s.area_id, s.person_id, 'passed_through', s.grid_id, cast(s.first_at as date), cast(s.last_at as date), null, true, false, s.batch_id
  from seen s anti join living l on l.area_id = s.area_id and l.person_id = s.person_id
),
-- of several stays of one kind the last counts, a sure one before an unsure one
one as (
  select area_id, person_id, how, bool_or(sure) as sure, bool_or(goes_on) as goes_on,
    arg_max(grid_id, (sure, coalesce(left_on, date '1900-01-01'))) as grid_id,
    arg_max_null(from_on, (sure, coalesce(left_on, date '1900-01-01'))) as from_on,
    arg_max_null(left_on, (sure, coalesce(left_on, date '1900-01-01'))) as left_on,
    arg_max_null(arrived_on, (sure, coalesce(left_on, date '1900-01-01'))) as arrived_on,
    arg_max(batch_id, (sure, coalesce(left_on, date '1900-01-01'))) as batch_id
  from known group by area_id, person_id, how
)
select o.area_id, o.person_id, o.how, o.grid_id, o.from_on, case when not o.goes_on then o.left_on end, o.arrived_on, o.sure,
  o.goes_on or case $counted
    when 'designation' then coalesce(o.left_on >= a.since - $look_back, false)
    else coalesce(date_diff('day', o.left_on, greatest(a.since, coalesce(o.arrived_on, a.since))) <= $look_back, false) end,
  o.batch_id
from one o join stretch a on a.area_id = o.area_id
where (o.goes_on or o.left_on is null or o.left_on >= a.first_day) and coalesce(o.from_on, a.since) <= a.last_day
order by o.area_id, o.person_id;
