-- purpose: tests as stored, every field as text.  grain: plan.stored one row per plan.wanted (no, id).  parameters: none
create or replace table plan.stored as
select w.no, t.test_id as id, 1 as version, p.home_grid_id as home_id, p.name, p.id_number, p.phone,
  case when cast(t.sampled_at as time) = time '00:00:00' then strftime(t.sampled_at, '%Y-%m-%d') else strftime(t.sampled_at, '%Y-%m-%d %H:%M:%S') end as sampled_at,
  case when cast(t.reported_at as time) = time '00:00:00' then strftime(t.reported_at, '%Y-%m-%d') else strftime(t.reported_at, '%Y-%m-%d %H:%M:%S') end as reported_at,
  t.result, t.method, cast(t.ct as text) as ct, t.tube_no, t.site
from plan.wanted w join test_result t on t.test_id = w.id join person p on p.person_id = t.person_id
