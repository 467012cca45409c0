-- purpose: people's last temperature of the last 14 days, of a check-in or as declared.  grain: one row per person with one.  parameters: $last (the day judged)
select person_id, arg_max(temperature, (day, temperature)) as last_temperature
from (
  select person_id, day, cast(max_temperature as double) as temperature from person_day
  where day between cast($last as date) - 13 and $last and max_temperature is not null
  union all
  select person_id, cast(declared_at as date), cast(temperature as double) from declaration
  where declared_at >= cast($last as date) - interval 13 day and declared_at < cast($last as date) + interval 1 day and temperature is not null
)
group by person_id
