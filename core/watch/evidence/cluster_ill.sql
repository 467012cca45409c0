-- purpose: the grids of a cluster, counted against what is usual, and who fell ill in them; a tail of detectors/cluster_events.sql
-- grain: one row per grid of the scope with anybody, one for all others together, one per person of the scope.  parameters: those of cluster_events.sql,
--   $grids, $expected_each (people, of each of them), $scope (roots), $as_of, $reveal_name, $limit
, member as (
  select unnest(cast($grids as integer[])) as grid_id, unnest(cast($expected_each as double[])) as expected
),
ill as (
  select f.* from fallen_ill f where f.grid_id in (select grid_id from member)
),
counted as (
  select m.grid_id, m.expected, count(i.grid_id) as people, m.grid_id in (from scope_grids($scope)) as mine
  from member m
  left join ill i on i.grid_id = m.grid_id
  group by m.grid_id, m.expected
),
hottest as (
  select d.person_id, max(d.max_temperature) as temperature
  from person_day d
  where d.day between $since and $until and d.person_id in (select person_id from ill)
  group by d.person_id
),
row_of as (
  select
    1 as part, c.grid_id as nth, c.people as weight, null as at, placed(u.name, u.level, g.name) as place, null as person_name, 'cluster_grid' as what,
    json_object('people', c.people, 'usual', case when c.expected < 0.01 then '< 0.01' else cast(round(c.expected, 2) as text) end) as fields
  from counted c
  join grid g on g.grid_id = c.grid_id
  left join grid u on u.grid_id = g.parent_id
  where c.mine and c.people > 0
  union all
  select 2, 0, 0, null, null, null, 'cluster_quiet', json_object('grids', count(*)) from counted where mine and people = 0 having count(*) > 0
  union all
  select 3, 0, 0, null, null, null, 'cluster_elsewhere', json_object('grids', count(*), 'people', sum(people)) from counted where not mine having count(*) > 0
  union all
  select
    4, i.person_id, coalesce(h.temperature, 0), cast(i.day as timestamp), placed(u.name, u.level, g.name), case when $reveal_name then p.name else mask_name(p.name) end,
    'cluster_' || $of || case when h.temperature is null then '_told' else '' end, json_object('temperature', cast(h.temperature as double))
  from ill i
  join person p on p.person_id = i.person_id and p.person_id in (from scope_people($scope, $as_of))
  join grid g on g.grid_id = i.grid_id
  left join grid u on u.grid_id = g.parent_id
  left join hottest h on h.person_id = i.person_id and $of = 'fever'
)
select r.at, r.place, r.person_name, r.what, r.fields
from row_of r
qualify row_number() over (partition by part order by weight desc, nth) <= $limit
order by part, weight desc, nth
