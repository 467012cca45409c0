-- purpose: keep who is shown as what on the days just classified, beside the day they are counted against.  grain: class_shown one row per
-- person and day.  parameters: $days (just classified), $people (whom alone; null: everybody), $low, $high (of their
-- numbers: passes over all others at once)
-- needs: candidate
delete from class_shown
where day in (select unnest($days)) and person_id between $low and $high and ($people is null or list_contains(cast($people as integer[]), person_id));

insert into class_shown
select w.day, c.person_id, arg_min(c.grid_id, c.rank), arg_min(c.class, c.rank)
from candidate c
join (select unnest($days) as day) w on w.day between c.since and c.until
where c.person_id between $low and $high and ($people is null or list_contains(cast($people as integer[]), c.person_id))
group by w.day, c.person_id
-- as in class_day: who has no home and was seen nowhere counts in no grid
having count(c.grid_id) > 0;
