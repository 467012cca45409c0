-- purpose: one pass over the check-ins of some days, from which all rollups are summed
-- grain: one row per person, grid and day.  parameters: $since, $until (days, both included)
select
  person_id,
  grid_id,
  cast(scanned_at as date) as day,
  cast(count(*) as integer) as check_ins,
  cast(count(*) filter (where direction = 'in') as integer) as entries,
  cast(count(*) filter (where direction = 'out') as integer) as exits,
  max(temperature) as max_temperature,
  min(scanned_at) as first_at,
  max(scanned_at) as last_at
from every_check_in
where scanned_at >= cast($since as date) and scanned_at < cast($until as date) + interval 1 day
group by person_id, grid_id, cast(scanned_at as date);
