-- purpose: people of some grids by the class they are shown as, on the day classified, beside what class_day says of them
-- grain: one row per side (now | stood), grid and class with people
-- parameters: $as_of, $resident; what stands for /*grids*/ (few.py).  needs: everybody's person_class is that of the day
with counted as (
  select grid_id, class, count(*) as people from person_class where rank = 1 and grid_id /*grids*/ group by grid_id, class
),
living as (
  select person_id, home_grid_id as grid_id, is_end(status) and status_on <= $as_of as gone
  from person where home_grid_id /*grids*/
),
rest as (
  select l.grid_id, count(*) filter (where c.person_id is null and l.gone is distinct from true) as people
  from living l
  left join person_class c on c.person_id = l.person_id and c.rank = 1
  group by l.grid_id
)
select 'now' as side, grid_id, class, people from counted
union all
select 'now', grid_id, $resident, people from rest where people > 0
union all
select 'stood', home_grid_id, class, people from class_day where day = $as_of and home_grid_id /*grids*/
