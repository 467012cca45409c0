-- purpose: one day's check-ins for every copy of a person, in time order.  parameters: $day, $size, $times
insert into check_in
select person_id + $size * k, grid_id, scanned_at, direction, temperature, symptoms, -1
from original, range(0, $times) copies(k)
where scanned_at >= cast($day as date) and scanned_at < cast($day as date) + interval 1 day
order by scanned_at
