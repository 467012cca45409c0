-- purpose: unknown people, once each, where and when they were first seen.  parameters: $most (scans of one person in a day)
create or replace table plan.visitor as
select new_no, any_value(name) as name, any_value(id_number) as id_number, any_value(id_type) as id_type, any_value(phone) as phone, any_value(unit_no) as unit_no,
  arg_min(grid_id, first_at) as grid_id, min(first_at) as first_at
from plan.visitor_seen group by new_no;

-- nobody scans a thousand times a day: a machine, or many people under one number; the scans are kept
insert into plan.issue
select any_value(sheet), min(row), 'scanned_at', 'scans_many', json_object('day', cast(cast(scanned_at as date) as text), 'count', count(*))
from plan.check_ins group by person_id, cast(scanned_at as date) having count(*) > $most
