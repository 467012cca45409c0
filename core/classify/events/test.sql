-- purpose: tests of people.  grain: one row per test with a day; visitors at the grid where they stay
-- What is positive ends the day before it is refuted: a tube of several by one later negative test of their own, a test of their own by two.
-- parameters: /*first*/, $last (days that matter)
select
  t.person_id,
  coalesce(p.home_grid_id, v.grid_id) as grid_id,
  cast(coalesce(t.sampled_at, t.reported_at) as date) as on_day,
  case t.result
    when 'pool_positive' then cast(list_extract(refuted, 1) - 1 as date)
    when 'positive' then cast(list_extract(refuted, 2) - 1 as date)
  end as ends_on,
  t.result as sample_result,
  t.method as test_method,
  -- taken after this one, up to the day judged
  array_length(refuted) as negative_since
from (
  select person_id, result, method, sampled_at, reported_at, list_sort(list_filter(negatives, lambda day: day > taken_on)) as refuted
  from (
    select
      *,
      list(case when result = 'negative' and method is distinct from 'antibody' then taken_on end) over (partition by person_id) as negatives
    from (select *, cast(coalesce(sampled_at, reported_at) as date) as taken_on from test_result)
    where taken_on between /*first*/ and $last
  )
) t
join person p on p.person_id = t.person_id
left join (select person_id, min(grid_id) as grid_id from membership where kind = 'temporary' group by person_id) v on v.person_id = t.person_id
