-- purpose: one batch of check-ins of a sheet as typed values, and those in which there is nothing to find
-- grain: plan.batch one row per row of given_rows (as read, with what its writings mean).  parameters: $oldest, $latest (scans
-- before and after come from a clock that is wrong), $shown
-- `kept`: there is something to find in the row, or the number does not tell the person.
create or replace table plan.batch as
with typed as (
  select *, coalesce(try_cast(temperature as double), plan.degrees(temperature)) as measured, plan.told_symptoms(symptoms) as symptoms_told, number_fault as id_fault
  from given_rows
)
select sheet, row, nth, position, person_id, grid_id, seen_at, way, measured, id_fault, symptoms_told,
  not coalesce(person_id is not null and id_fault is null and ways = 1 and mine and (closed_on is null or closed_on > cast(seen_at as date))
    and seen_at between $oldest and $latest and way is not null and (temperature is null or measured between 34 and 43)
    and next_day is null, false) as kept
from typed;

insert into plan.check_ins select sheet, row, nth, person_id, grid_id, seen_at, way, measured from plan.batch where not kept;

insert into plan.symptom select sheet, row, symptoms_told from plan.batch where not kept and symptoms_told is not null;

-- the first rows are kept for the preview
insert into plan.shown_check_ins by name
select sheet, row, id_number, name, phone, grid, coalesce(scanned_at, cast(scanned_at_moment as text)) as scanned_at,
  unit_no, in_at, out_at, in_at_2, out_at_2, in_at_3, out_at_3, direction, temperature, symptoms
from given_rows where row < $shown and nth = 0
