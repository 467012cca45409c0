-- purpose: the counts of a grid in the days of an alert and the week before, beside what was to be expected.  grain: one row per day, the latest first
-- parameters: $grid, $first_day, $last_day, $limit
select cast(d.day as timestamp) as at, g.name as place, null as person_name, case when d.expected is null then 'grid_day' else 'grid_day_expected' end as what,
  json_object('check_ins', d.check_ins, 'entries', d.entries, 'exits', d.exits, 'expected', round(d.expected)) as fields
from grid_day d
join grid g on g.grid_id = d.grid_id
where d.grid_id = $grid and d.day between cast($first_day as date) - 4 and $last_day
order by d.day desc
limit $limit
