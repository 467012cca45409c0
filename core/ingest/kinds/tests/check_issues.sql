-- purpose: issues on tests, and what becomes of each row.  grain: plan.tests one row per staged row.  parameters: $latest
insert into plan.issue
select sheet, row, 'sampled_at', 'test_undated', null from plan.test where sampled_written is null and reported_written is null
union all
select sheet, row, case when nth > 0 then 'sampled_' || nth else 'sampled_at' end, 'time_bad', json_object('value', sampled_written) from plan.test
where sampled_written is not null and sampled_at is null
union all
select sheet, row, 'reported_at', 'time_bad', json_object('value', reported_written) from plan.test where reported_written is not null and reported_at is null and nth = 0
union all
select sheet, row, case when nth > 0 then 'sampled_' || nth else 'sampled_at' end, 'date_future', json_object('value', sampled_written) from plan.test where sampled_at > $latest
union all
select sheet, row, 'reported_at', 'date_order', json_object('value', reported_written) from plan.test where cast(reported_at as date) < cast(sampled_at as date) and nth = 0
union all
select sheet, row, case when nth > 0 then 'result_' || nth else 'result' end, 'result_unknown', json_object('value', written) from plan.test
where written is not null and told is null
union all
-- a hyphen may be a blank: it is a result where others of the list are crosses
select t.sheet, t.row, case when nth > 0 then 'result_' || nth else 'result' end, 'result_unknown', json_object('value', written) from plan.test t
where word in ('-', '－') and written in ('-', '－') and t.sheet not in (select sheet from plan.test where word in ('+', '＋', '(+)'))
union all
select sheet, row, 'method', 'value_unknown', json_object('value', method_written) from plan.test
where method_written is not null and method_told is null and nth = 0
union all
select sheet, row, 'tube_no', 'pool_positive', json_object('tube', tube_no) from plan.test where result = 'pool_positive' and told is distinct from 'pool_positive'
union all
select sheet, row, field, 'not_clearable', null from (select sheet, row, unnest(clears) as field from plan.test_told where nth = 0)
where field in ('sampled_at', 'result')
union all
select sheet, row, field, 'changed_here', null from plan.stale
union all
select sheet, row, 'sampled_at', 'duplicate_row', json_object('first', first_row) from plan.test
where person_id is not null and took_place is not null and time > 1;

create or replace table plan.tests as
with refused as (
  select distinct i.sheet, i.row from plan.issue i join plan.severity s on s.code = i.code where s.severity = 'error'
)
select t.sheet, t.row, any_value(t.person_id) as person_id, any_value(t.home_grid_id) as home_grid_id, min(t.test_id) as test_id,
  coalesce(list_distinct(flatten(list(t.changes))), []) as changes,
  case when any_value(r.row) is not null or any_value(t.person_id) is null then 'rejected'
       when bool_or(t.test_id is null) then 'new' when bool_or(len(t.changes) > 0) then 'changed' else 'unchanged' end as status
from plan.test t
left join refused r on r.sheet = t.sheet and r.row = t.row
group by t.sheet, t.row
