-- purpose: how many people of each home grid are shown as which class, on each day; the rest are residents
-- grain: one row per day, grid and class with people.  parameters: $days (to classify), $resident (class code of the rest)
insert into class_day
with wanted as (
  select unnest($days) as day
),
shown as (
  select w.day, c.person_id, arg_min(c.grid_id, c.rank) as grid_id, arg_min(c.class, c.rank) as class
  from candidate c
  join wanted w on w.day between c.since and c.until
  group by w.day, c.person_id
),
counted as (
  -- who has no home and was seen nowhere counts in no grid
  select day, grid_id, class, count(*) as people from shown where grid_id is not null group by day, grid_id, class
),
classed_residents as (
  select s.day, p.home_grid_id as grid_id, count(*) as people
  from shown s
  join person p on p.person_id = s.person_id
  where p.home_grid_id is not null
  group by s.day, p.home_grid_id
),
registered as (
  select home_grid_id as grid_id, count(*) as people from person where home_grid_id is not null group by home_grid_id
),
gone as (
  select w.day, p.home_grid_id as grid_id, count(*) as people
  from wanted w
  join person p on p.status_on <= w.day
  where is_end(p.status) and p.home_grid_id is not null
  group by w.day, p.home_grid_id
)
select day, grid_id, class, people from counted
union all
select w.day, r.grid_id, $resident, r.people - coalesce(c.people, 0) - coalesce(e.people, 0)
from registered r
cross join wanted w
left join classed_residents c on c.day = w.day and c.grid_id = r.grid_id
left join gone e on e.day = w.day and e.grid_id = r.grid_id
where r.people > coalesce(c.people, 0) + coalesce(e.people, 0)
order by 1, 2, 3;
