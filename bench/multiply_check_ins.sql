-- purpose: one day's check-ins for every copy of a person, in time order.  parameters: $day, $size, $times
insert into check_in
select o.* replace (person_id + $size * k as person_id, -1 as batch_id)
from original o, range(0, $times) copies(k)
where scanned_at >= cast($day as date) and scanned_at < cast($day as date) + interval 1 day
order by scanned_at
