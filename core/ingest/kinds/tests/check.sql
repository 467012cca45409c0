-- purpose: tests as typed values, and whom the rows say they are about
-- grain: plan.test_told one row per test of a staged row (nth 0: that of the plain columns); plan.who_asked one per staged row.  parameters: $today
create or replace table plan.who_asked as
select s.sheet, s.row, s.id_number, s.phone, s.name, k.grid_id, s.household_code, t.person_id as known_id
from plan.staged_tests s
left join plan.grid_text k on k.axis = 'area' and k.ways = 1 and k.written is not distinct from s.grid and k.town is not distinct from s.town
  and k.section is not distinct from s.section
left join plan.keyed y on y.sheet = s.sheet and y.row = s.row
left join test_result t on t.test_id = y.entity_id;

create or replace table plan.test_told as
with each_time as (
  select sheet, row, nth, result, sampled, max(nth) filter (where result is not null or sampled is not null) over (partition by sheet, row) as last
  from (
    select s.sheet, s.row, unnest([
      {'nth': 0, 'result': s.result, 'sampled': s.sampled_at},
      {'nth': 1, 'result': s.result_1, 'sampled': s.sampled_1},
      {'nth': 2, 'result': s.result_2, 'sampled': s.sampled_2},
      {'nth': 3, 'result': s.result_3, 'sampled': s.sampled_3},
      {'nth': 4, 'result': s.result_4, 'sampled': s.sampled_4},
      {'nth': 5, 'result': s.result_5, 'sampled': s.sampled_5},
      {'nth': 6, 'result': s.result_6, 'sampled': s.sampled_6},
      {'nth': 7, 'result': s.result_7, 'sampled': s.sampled_7},
      {'nth': 8, 'result': s.result_8, 'sampled': s.sampled_8},
      {'nth': 9, 'result': s.result_9, 'sampled': s.sampled_9},
      {'nth': 10, 'result': s.result_10, 'sampled': s.sampled_10}
    ], recursive := true)
    from plan.staged_tests s
  )
),
-- a cell of such a column may hold both: 2.16阴性, 阴性（2020-02-16）
looked as (
  select *, regexp_extract(result, '^(.*?)(弱?阳性?|阴性?|未检出|待检|待出|无效|positive|negative|[+-])(.*)$', ['before', 'word', 'after'], 'i') as p
  from each_time
  where result is not null or sampled is not null or nth = 0 and last is not distinct from 0 or nth = 0 and last is null
),
parted as (
  select sheet, row, nth, result as written, coalesce(sampled, case when nth > 0 and p.word <> '' then nullif(trim(concat(p.before, p.after), ' ()（）,，、:：'), '') end) as sampled,
    plan.value_key(case when nth > 0 and p.word <> '' then p.word else result end) as word
  from looked
  -- columns that stand for all times of a row are no test of their own
  where nth > 0 or coalesce(last, 0) = 0 or result is not null
),
typed as (
  select c.sheet, c.row, c.nth, c.written, c.word, v.code as told, c.sampled as sampled_written, plan.any_moment(plan.told(c.sampled), $today, false) as sampled_at,
    plan.told(s.reported_at) as reported_written, plan.moment(s.reported_at, $today) as reported_at,
    plan.told(s.method) as method_written, m.code as method_told,
    list_min(list_transform(regexp_extract_all(replace(concat_ws(' ', s.ct, s.ct_n), '．', '.'), '\d{1,2}(\.\d{1,2})?'), lambda x: try_cast(x as decimal(4, 2)))) as ct,
    upper(nullif(regexp_replace(plan.told(s.tube_no), '\s', '', 'g'), '')) as tube_no, plan.told(s.site) as site, coalesce(plan.told(s.mixed), '') as mixed,
    s.clears
  from parted c
  join plan.staged_tests s on s.sheet = c.sheet and s.row = c.row
  left join plan.value v on v.set_name = 'test_result' and v.text = c.word
  left join plan.value m on m.set_name = 'test_method' and m.text = plan.value_key(plan.told(s.method))
)
select * exclude (mixed), coalesce(method_told, case when contains(written, '抗原') then 'antigen' when contains(written, '核酸') then 'pcr' end) as method,
  -- 单采 and 1:1 are no pool
  regexp_matches(mixed, '混|(^|\D)([2-9]|[1-9]\d)\s*[:：比人合]|(?i:pool)') as pooled, regexp_matches(mixed, '单|(^|\D)1\s*[:：]\s*1(\D|$)|(?i:single)') as single
from typed
