-- purpose: whom the rows of a list of people under observation are about.  grain: plan.who_asked one row per staged row.  parameters: $today
create or replace table plan.who_asked as
-- a list that comes in each day: of a stay there that began that day with one so called it is they, as it was said when it first came
with whose as (
  select q.since, q.place_name, name_form(p.name) as form, max(q.person_id) as person_id
  from quarantine q join person p on p.person_id = q.person_id
  group by all
  having min(q.person_id) = max(q.person_id)
),
told as (
  select *, name_form(plan.told(name)) as form, plan.told(place_name) as named, plan.day(since, $today) as day
  from plan.staged_quarantine
)
select s.sheet, s.row, s.id_number, s.phone, s.name, k.grid_id, s.household_code, q.person_id as known_id, w.person_id as again_id
from told s
left join plan.grid_text k on k.axis = 'area' and k.ways = 1 and k.written is not distinct from s.grid and k.town is not distinct from s.town
  and k.section is not distinct from s.section
left join plan.keyed y on y.sheet = s.sheet and y.row = s.row
left join quarantine q on q.quarantine_id = y.entity_id
left join whose w on w.since = s.day and w.place_name is not distinct from s.named and w.form = s.form
