-- purpose: which villages and communities reported on one day, with people on their lists or with none.  grain: one row per village with people
-- parameters: $scope roots, $kind (of list), $day
with village as (
  select g.grid_id, g.name, g.parent_id from grid g
  where g.axis = 'area' and g.level = 'village' and g.closed_on is null and g.grid_id in (from scope_grids($scope))
),
resident as (
  select t.ancestor_id as grid_id, p.person_id
  from person p join grid_tree t on t.grid_id = p.home_grid_id join village v on v.grid_id = t.ancestor_id
  where p.person_id not in (from gone_on($day))
),
told as (
  select distinct person_id from declaration
  where $kind = 'declarations' and declared_at >= cast($day as date) and declared_at < cast($day as date) + interval 1 day
),
counted as (
  select r.grid_id, count(*) as people, count(d.person_id) as reported
  from resident r left join told d on d.person_id = r.person_id group by r.grid_id
),
-- of other kinds: a list with somebody of the village came on the day
listed as (
  select distinct t.ancestor_id as grid_id
  from import_batch b join import_sheet s on s.batch_id = b.batch_id and s.kind = $kind join import_grid i on i.batch_id = b.batch_id
  join grid_tree t on t.grid_id = i.grid_id
  where $kind not in ('declarations', 'people') and b.status = 'committed' and b.imported_at >= cast($day as date) and b.imported_at < cast($day as date) + interval 1 day
    and s.rows > s.rejected
    and not exists (select 1 from nil_report n where n.batch_id = b.batch_id and n.grid_id = i.grid_id)
  union
  -- of people, those who came back: a roster of everybody is no such report
  select distinct t.ancestor_id
  from person p join import_batch b on b.batch_id = p.batch_id and b.status = 'committed'
  join grid_tree t on t.grid_id = p.home_grid_id
  where $kind = 'people' and (p.arrived_on is not null or p.origin is not null)
    and b.imported_at >= cast($day as date) and b.imported_at < cast($day as date) + interval 1 day
),
-- of the village, of a part of it, or of the town around it
nil as (
  select t.ancestor_id as grid_id from nil_report r join grid_tree t on t.grid_id = r.grid_id where r.kind = $kind and r.day = $day
  union
  select t.grid_id from nil_report r join grid_tree t on t.ancestor_id = r.grid_id where r.kind = $kind and r.day = $day
)
select v.grid_id, placed(a.name, a.level, v.name) as name, c.people, c.reported,
  case when c.reported > 0 or l.grid_id is not null then 'listed' when n.grid_id is not null then 'nil' else 'missing' end as state
from village v
join counted c on c.grid_id = v.grid_id
left join grid a on a.grid_id = v.parent_id
left join listed l on l.grid_id = v.grid_id
left join (select distinct grid_id from nil) n on n.grid_id = v.grid_id
order by state = 'missing' desc, name
