-- purpose: home visits as stored, every field as text.  grain: plan.stored one row per plan.wanted (no, id).  parameters: none
create or replace table plan.stored as
select w.no, v.visit_id as id, 1 as version, p.home_grid_id as home_id, p.name, p.id_number, cast(v.visited_on as text) as visited_on, v.found
from plan.wanted w join home_visit v on v.visit_id = w.id join person p on p.person_id = v.person_id
