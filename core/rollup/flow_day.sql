-- purpose: who came from where, from `visit`.  grain: one row per day, home grid and other grid.  parameters: none
insert into flow_day
select v.day, p.home_grid_id, v.grid_id, count(*)
from visit v
join person p on p.person_id = v.person_id
where p.home_grid_id <> v.grid_id
group by v.day, p.home_grid_id, v.grid_id;
