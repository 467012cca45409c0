-- purpose: store the new and changed home visits of a plan.  parameters: $batch, $visit_base
create or replace temp table was_home_visit as
select v.* from home_visit v where v.visit_id in (select visit_id from plan.home_visits where status = 'changed');

insert into home_visit
select $visit_base + row_number() over (order by sheet, row), person_id, visited_on, found, $batch
from plan.home_visits where status = 'new';

update home_visit v set found = h.found from plan.home_visits h where h.visit_id = v.visit_id and h.status = 'changed';

insert into import_grid
select distinct $batch, home_grid_id from plan.home_visits where status in ('new', 'changed') and home_grid_id is not null
