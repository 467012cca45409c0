-- purpose: count a day's classes anew in the grids that some people's classes touch: where they were counted, are, and live or lived
-- grain: class_day one row per day, grid and class with people.  parameters: $as_of, $resident, $low and $high (of the people judged)
-- needs: judged, before_class, after_class; everybody else's person_class is that of the day
create temp table touched as
select grid_id from before_class where grid_id is not null
union select grid_id from after_class where grid_id is not null
union select home_grid_id from person where person_id between $low and $high and person_id in (from judged) and home_grid_id is not null
union select grid_id from membership where kind = 'home' and person_id between $low and $high and person_id in (from judged);

delete from class_day where day = $as_of and home_grid_id in (from touched);

insert into class_day
with counted as (
  select grid_id, class, count(*) as people from person_class where rank = 1 and grid_id in (from touched) group by grid_id, class
),
living as (
  select person_id, home_grid_id as grid_id, is_end(status) and status_on <= $as_of as gone
  from person where home_grid_id in (from touched)
),
rest as (
  select l.grid_id, count(*) filter (where c.person_id is null and l.gone is distinct from true) as people
  from living l
  left join person_class c on c.person_id = l.person_id and c.rank = 1
  group by l.grid_id
)
select $as_of, grid_id, class, people from counted
union all
select $as_of, grid_id, $resident, people from rest where people > 0
order by 2, 3;

drop table touched
