-- purpose: people's tests of the last 14 days, and the last one of all.  grain: one row per person with a test.  parameters: $last (the day judged)
-- A positive tube of several is nobody's result: of one day a person's own test counts before it.
select
  person_id,
  arg_max(result, (day, result <> 'pool_positive', test_id)) as last_test,
  max(day) as last_test_on,
  count(*) filter (where result = 'negative' and day > cast($last as date) - 14) as tests_negative
from (
  select person_id, test_id, result, cast(coalesce(sampled_at, reported_at) as date) as day
  from test_result
)
where day <= $last
group by person_id
