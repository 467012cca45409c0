-- purpose: daily counts of the grids whose rates are watched: areas from the village section up to the township with the area grids below
--   them, units with their parts.  grain: one row per grid and day with data
-- `missing`: what was counted is not what happened
-- parameters: $since, $until, $within (only grids in this subtree; 0: all), $kind (only this kind; null: all)
with watched as (
  select
    g.grid_id, g.axis,
    case when g.axis = 'block' then 'unit.' || coalesce(u.kind, 'other') else 'area.' || g.level end as kind,
    u.resumed_on
  from grid g
  left join unit u on u.grid_id = g.grid_id
  where (g.axis = 'area' and g.level in ('township', 'village', 'section') or g.axis = 'block' and g.parent_id is null)
    and (g.closed_on is null or g.closed_on > $until)
    and g.grid_id in (select grid_id from grid_tree where ancestor_id = $within)
),
parts as (
  select w.grid_id as series_id, w.kind, w.resumed_on, t.grid_id
  from watched w
  join grid_tree t on t.ancestor_id = w.grid_id
  join grid g on g.grid_id = t.grid_id and g.axis = w.axis
  where $kind is null or w.kind = $kind
),
-- days whose data are not there, of the grid's township or of everything; of units only of everything, for they send by themselves
gone as (
  select w.grid_id, m.day
  from missing_day m
  join grid_tree t on t.ancestor_id = m.grid_id
  join watched w on w.grid_id = t.grid_id
  where m.grid_id = 0 or w.axis = 'area'
  group by w.grid_id, m.day
),
summed as (
  select
    p.series_id as grid_id, any_value(p.kind) as kind, any_value(p.resumed_on) as resumed_on, d.day,
    sum(d.check_ins) as check_ins, sum(d.entries) as entries, sum(d.exits) as exits,
    sum(d.fevers) as fevers, sum(d.outsiders) as outsiders, sum(d.residents_seen) as residents_seen
  from grid_day d
  join parts p on p.grid_id = d.grid_id
  where d.day between $since and $until
  group by p.series_id, d.day
)
select s.*, g.grid_id is not null as missing
from summed s
left join gone g on g.grid_id = s.grid_id and g.day = s.day;
