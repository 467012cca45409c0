-- purpose: figures of a share, by village and day since $since.  grain: one row per village (or grid above the villages) and day.  A count from 1 to
--   $few is left out: it could be somebody known.  parameters: $roots, $as_of, $since, $few
with town as (select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township' group by t.grid_id),
hamlet as (
  select t.grid_id, min(g.grid_id) as village_id, min(g.name) as name
  from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'village' group by t.grid_id
),
summed as (
  select min(t.name) as township, min(v.name) as village, d.day, sum(d.check_ins) as check_ins, sum(d.entries) as entries, sum(d.exits) as exits,
    sum(d.fevers) as fevers, sum(d.outsiders) as outsiders, sum(d.residents_seen) as residents_seen
  from grid_day d
  left join town t on t.grid_id = d.grid_id
  left join hamlet v on v.grid_id = d.grid_id
  where d.grid_id in (from scope_grids($roots)) and d.day >= $since and d.day <= $as_of
  group by coalesce(v.village_id, d.grid_id), d.day
)
select township, village, day,
  case when check_ins = 0 or check_ins > $few then check_ins end as check_ins, case when entries = 0 or entries > $few then entries end as entries,
  case when exits = 0 or exits > $few then exits end as exits, case when fevers = 0 or fevers > $few then fevers end as fevers,
  case when outsiders = 0 or outsiders > $few then outsiders end as outsiders,
  case when residents_seen = 0 or residents_seen > $few then residents_seen end as residents_seen
from summed
order by day desc, township, village
limit $most
