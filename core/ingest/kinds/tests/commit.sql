-- purpose: store the new and changed tests of a plan.  parameters: $batch, $test_base
create or replace temp table taken as
select t.* from plan.test t join plan.tests r on r.sheet = t.sheet and r.row = t.row where r.status in ('new', 'changed');

create or replace temp table was_test_result as
select e.* from test_result e where e.test_id in (select test_id from taken where len(changes) > 0);

insert into test_result (test_id, person_id, sampled_at, reported_at, result, method, ct, tube_no, site, batch_id)
select $test_base + row_number() over (order by sheet, row, nth), person_id, sampled_at, reported_at, result, method, ct, tube_no, site, $batch
from taken where test_id is null;

update test_result e set
  result = case when list_contains(t.changes, 'result') then t.result else e.result end,
  sampled_at = case when list_contains(t.changes, 'sampled_at') then t.sampled_at else e.sampled_at end,
  reported_at = case when list_contains(t.changes, 'reported_at') then t.reported_at else e.reported_at end,
  method = case when list_contains(t.changes, 'method') then t.method else e.method end,
  ct = case when list_contains(t.changes, 'ct') then t.ct else e.ct end,
  tube_no = case when list_contains(t.changes, 'tube_no') then t.tube_no else e.tube_no end,
  site = case when list_contains(t.changes, 'site') then t.site else e.site end
from taken t where t.test_id = e.test_id and len(t.changes) > 0;

insert into import_grid select distinct $batch, home_grid_id from taken where home_grid_id is not null;

drop table taken
