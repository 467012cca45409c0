-- purpose: several people of one grid (where they live, work or study) with fever.  grain: one row per grid and person
-- parameters: $people (with fever), $as_of, $cluster (least number), $cluster_share (least share of the grid's people)
with sick as (
  select grid_id, person_id from membership
  where person_id in (select unnest($people)) and kind <> 'home' and holds_on(since, until, $as_of) and person_id not in (from dead_on($as_of))
  union
  select home_grid_id, person_id from person
  where person_id in (select unnest($people)) and home_grid_id is not null and person_id not in (from gone_on($as_of))
),
-- only of grids with so many sick ones it is asked how many belong to them
place as (
  select grid_id from sick group by grid_id having count(*) >= $cluster
),
belongs as (
  select grid_id, person_id from membership
  where grid_id in (from place) and kind <> 'home' and holds_on(since, until, $as_of) and person_id not in (from dead_on($as_of))
  union
  select home_grid_id, person_id from person where home_grid_id in (from place) and person_id not in (from gone_on($as_of))
),
size as (
  select grid_id, count(*) as members from belongs group by grid_id
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
