-- purpose: stays as stored, every field as text.  grain: plan.stored one row per plan.wanted (no, id).  parameters: none
create or replace table plan.stored as
select w.no, q.quarantine_id as id, 1 as version, p.home_grid_id as home_id, p.name, p.id_number, p.phone, cast(q.since as text) as since,
  cast(q.until as text) as until, q.place, q.place_name, q.doctor, cast(q.released_on as text) as released_on, q.reason
from plan.wanted w join quarantine q on q.quarantine_id = w.id join person p on p.person_id = q.person_id
