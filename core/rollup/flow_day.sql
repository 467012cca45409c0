-- purpose: who came from where, from `visit` and `lived`.  grain: one row per day, home grid and other grid.  parameters: none
select v.day, l.grid_id as home_grid_id, v.grid_id, count(*) as people
from visit v
join lived l on l.person_id = v.person_id
where v.day between l.since and l.counted_until and l.grid_id <> v.grid_id
group by v.day, l.grid_id, v.grid_id;
