-- purpose: several people of one grid (where they live, work or study) with fever.  grain: one row per grid and person
-- parameters: $people (with fever), $as_of, $cluster (least number), $cluster_share (least share of the grid's people)
with belongs as (
  select person_id, grid_id from membership where kind <> 'home' and holds_on(since, until, $as_of) and person_id not in (from dead_on($as_of))
  union
  select person_id, home_grid_id from person where home_grid_id is not null and person_id not in (from gone_on($as_of))
),
sick as (
  select grid_id, person_id from belongs where person_id in (select unnest($people))
),
size as (
  select grid_id, count(*) as members from belongs where grid_id in (select grid_id from sick) group by grid_id
),
cluster as (
  select s.grid_id, any_value(z.members) as members, count(*) as people
  from sick s
  join size z on z.grid_id = s.grid_id
  group by s.grid_id
  having count(*) >= $cluster and count(*) >= $cluster_share * any_value(z.members)
)
select c.grid_id, c.members, c.people, s.person_id
from cluster c
join sick s on s.grid_id = c.grid_id
order by c.grid_id, s.person_id;
