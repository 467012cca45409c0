-- purpose: the days of some people, looked at once where several parts of a statement ask for them: it stands in the place of the table
-- grain: one row per person and day.  parameters: $first_day, $last (days that matter)
select person_id, day, max_temperature, last_grid_id
from main.person_day
where day between $first_day and $last
