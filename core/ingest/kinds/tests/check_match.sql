-- purpose: tests beside those that are stored; a tube of several people is nobody's until their own test
-- grain: plan.test one row per test told.  parameters: $taking (sheets whose value counts where the register changed since the export)
-- a tube is that of one day; others in it may be stored already
create or replace table plan.tube as
with members as (
  select t.tube_no, cast(coalesce(t.sampled_at, t.reported_at) as date) as day, w.person_id, concat(t.sheet, '/', t.row) as who, t.told, t.single, t.pooled
  from plan.test_told t join plan.who w on w.sheet = t.sheet and w.row = t.row
  where t.tube_no is not null
  union all
  select r.tube_no, cast(coalesce(r.sampled_at, r.reported_at) as date), r.person_id, null, r.result, false, r.result = 'pool_positive'
  from test_result r
  where r.tube_no in (select tube_no from plan.test_told)
)
select tube_no, day, bool_or(pooled) or count(distinct coalesce(cast(person_id as text), who)) > 1 as of_several,
  -- one result for the whole tube, merged over its people or beside the first
  case when bool_or(told in ('positive', 'pool_positive')) then 'positive' when bool_or(told = 'negative') then 'negative' when bool_or(told = 'invalid') then 'invalid' end as result
from members group by tube_no, day having not bool_or(single);

create or replace table plan.test as
with meant as (
  select t.*, w.person_id, w.home_grid_id,
    case when coalesce(u.of_several, t.pooled) and (t.told = 'positive' or t.told is null and t.written is null and u.result = 'positive') then 'pool_positive'
         when u.of_several and t.told is null and t.written is null then coalesce(u.result, 'pending')
         when t.written is null then 'pending'
         else t.told end as result,
    coalesce(t.sampled_at, t.reported_at) as took_place
  from plan.test_told t
  join plan.who w on w.sheet = t.sheet and w.row = t.row
  left join plan.tube u on u.tube_no = t.tube_no and u.day is not distinct from cast(coalesce(t.sampled_at, t.reported_at) as date)
),
-- the same test: of that day, and of that time, tube and method where both say them; the one that most agrees
near as (
  select m.sheet, m.row, m.nth, e.test_id, e.tube_no is not distinct from m.tube_no as same_tube,
    row_number() over (partition by m.sheet, m.row, m.nth order by (e.tube_no = m.tube_no)::integer desc nulls last, (e.sampled_at = m.sampled_at)::integer desc nulls last, e.test_id) as place
  from meant m
  join test_result e on e.person_id = m.person_id and cast(coalesce(e.sampled_at, e.reported_at) as date) = cast(m.took_place as date)
  where coalesce(e.tube_no = m.tube_no, true) and coalesce(e.method = m.method, true)
    and (coalesce(e.sampled_at = m.sampled_at, true) or cast(e.sampled_at as time) = time '00:00:00' or cast(m.sampled_at as time) = time '00:00:00')
),
known as (
  select m.*, coalesce(y.entity_id, n.test_id) as test_id
  from meant m
  left join plan.keyed y on y.sheet = m.sheet and y.row = case when m.nth = 0 then m.row end
  left join near n on n.sheet = m.sheet and n.row = m.row and n.nth = m.nth and n.place = 1
),
compared as (
  select k.*, e.result as result_before,
    -- a result is not taken back by a list without one; what was told is told more exactly, never less
    case when y.sheet is null and k.result = 'pending' and e.result <> 'pending' then e.result
         when y.sheet is not null and k.written is null then e.result else k.result end as result_now,
    case when k.sampled_at is null or cast(k.sampled_at as time) = time '00:00:00' and cast(k.sampled_at as date) = cast(e.sampled_at as date) then e.sampled_at
         else k.sampled_at end as sampled_now,
    e.sampled_at as sampled_before, e.reported_at as reported_before, e.method as method_before, e.ct as ct_before, e.tube_no as tube_before, e.site as site_before
  from known k
  left join test_result e on e.test_id = k.test_id
  left join plan.keyed y on y.sheet = k.sheet and y.row = k.row
),
stale as (select sheet, row, list(field) as fields from plan.stale where not list_contains($taking, sheet) group by sheet, row)
select c.* replace (
    case when c.test_id is not null then c.result_now else c.result end as result, case when c.test_id is not null then c.sampled_now else c.sampled_at end as sampled_at
  ),
  row_number() over (partition by c.person_id, c.took_place, c.tube_no, c.method order by c.sheet, c.row, c.nth) as time,
  first_value(c.row) over (partition by c.person_id, c.took_place, c.tube_no, c.method order by c.sheet, c.row, c.nth) as first_row,
  case when c.test_id is null then [] else list_filter([
    case when c.result_now is distinct from c.result_before then 'result' end,
    case when c.sampled_now is distinct from c.sampled_before then 'sampled_at' end,
    case when c.reported_at is not null and c.reported_at is distinct from c.reported_before then 'reported_at' end,
    case when c.method is not null and c.method is distinct from c.method_before then 'method' end,
    case when c.ct is not null and c.ct is distinct from c.ct_before then 'ct' end,
    case when c.tube_no is not null and c.tube_no is distinct from c.tube_before then 'tube_no' end,
    case when c.site is not null and c.site is distinct from c.site_before then 'site' end,
    case when list_contains(c.clears, 'reported_at') and c.reported_before is not null then 'reported_at' end,
    case when list_contains(c.clears, 'method') and c.method_before is not null then 'method' end,
    case when list_contains(c.clears, 'ct') and c.ct_before is not null then 'ct' end,
    case when list_contains(c.clears, 'tube_no') and c.tube_before is not null then 'tube_no' end,
    case when list_contains(c.clears, 'site') and c.site_before is not null then 'site' end
  ], lambda x: x is not null and not list_contains(coalesce(s.fields, []), x)) end as changes
from compared c
left join stale s on s.sheet = c.sheet and s.row = c.row
