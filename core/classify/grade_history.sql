-- purpose: bring the stretches of grades up to those of a day, and give each grade the day since which it stands
-- grain: grade_history one row per grid and stretch.  parameters: $as_of, $version.  needs: graded (grid_id, grade, reason, fields)
-- what came after the day is not so any more: its data were taken back
delete from grade_history where since > $as_of;

update grade_history set until = null where until >= $as_of;

update grade_history h set until = cast($as_of as date) - 1
where h.until is null and (h.grid_id, h.grade) not in (select (grid_id, grade) from graded);

-- given and taken back on one day
delete from grade_history where until < since;

-- what was so until yesterday and is so again today has never ended
update grade_history h set until = null
where h.until = cast($as_of as date) - 1 and (h.grid_id, h.grade) in (select (grid_id, grade) from graded);

insert into grade_history
select g.grid_id, g.grade, $as_of, null, g.reason, g.fields, $version
from graded g
left join grade_history h on h.grid_id = g.grid_id and h.until is null
where h.grid_id is null
order by g.grid_id;
