-- purpose: where somebody was scanned since a day.  grain: one row per place, the latest first.  parameters: $person, $since
select g.name, max(c.scanned_at)
from every_check_in c
join grid g on g.grid_id = c.grid_id
where c.person_id = $person and c.scanned_at >= $since
group by g.name
order by 2 desc
limit 30
