-- purpose: tests of people.  grain: one row per test with a day; visitors at the grid where they stay
-- parameters: /*first*/, $last (days that matter)
select
  t.person_id,
  coalesce(p.home_grid_id, v.grid_id) as grid_id,
  cast(coalesce(t.sampled_at, t.reported_at) as date) as on_day,
  cast(null as date) as ends_on,
  t.result as sample_result,
  t.method as test_method,
  -- taken after this one, up to the day judged
  count(*) filter (where t.result = 'negative') over (
    partition by t.person_id order by cast(coalesce(t.sampled_at, t.reported_at) as date) desc groups between unbounded preceding and 1 preceding
  ) as negative_since
from test_result t
join person p on p.person_id = t.person_id
left join (select person_id, min(grid_id) as grid_id from membership where kind = 'temporary' group by person_id) v on v.person_id = t.person_id
where cast(coalesce(t.sampled_at, t.reported_at) as date) between /*first*/ and $last
