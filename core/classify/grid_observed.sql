-- purpose: what the rules of grades count in each grid with all below it; the head of grid_grade.sql and ladder.sql
-- grain of observed: one row per grid and what is counted: number, base (people that its share is of; null: none); of coverage the part of
-- the expected scans that came in
-- parameters: $as_of, $at, $hours, $survey_hours (readings that stand then, how old they may be), $grids (null: all), the rules in their order: $grades, $counted, $at_least, $per_1000, $reasons,
-- $beside (classes of packs that run beside the first)
with rule as (
  select
    unnest($grades) as grade, unnest($counted) as what, unnest(cast($at_least as double[])) as at_least,
    unnest(cast($per_1000 as double[])) as per_1000, unnest($reasons) as reason, unnest(range(len($grades))) as position
),
wanted as (
  select grid_id, axis from grid where $grids is null or list_contains($grids, grid_id)
),
below as (
  select t.ancestor_id, t.grid_id, w.axis from grid_tree t join wanted w on w.grid_id = t.ancestor_id
),
-- an area has those who live in it, a unit those who work and study there
member as (
  select distinct b.ancestor_id, m.person_id
  from membership m
  join below b on b.grid_id = m.grid_id and b.axis = 'block'
  where m.kind in ('work', 'study') and holds_on(m.since, m.until, $as_of) and m.person_id not in (from dead_on($as_of))
),
people as (
  select b.ancestor_id as grid_id, sum(p.people) as people
  from (select home_grid_id, count(*) as people from person
    where home_grid_id is not null and person_id not in (from gone_on($as_of)) group by home_grid_id) p
  join below b on b.grid_id = p.home_grid_id and b.axis = 'area'
  group by b.ancestor_id
  union all
  select ancestor_id, count(*) from member group by ancestor_id
),
standing as (
  select person_id, grid_id, class from person_class
  where list_contains($beside, class) and class in (select what from rule) and since <= $as_of and coalesce(until, $as_of) >= $as_of
),
counted as (
  select b.ancestor_id as grid_id, c.class as what, sum(c.people) as number
  from class_day c
  join below b on b.grid_id = c.home_grid_id and b.axis = 'area'
  where c.day = $as_of and c.class in (select what from rule) and not list_contains($beside, c.class)
  group by b.ancestor_id, c.class
  union all
  select m.ancestor_id, s.class, count(*)
  from class_shown s
  join member m on m.person_id = s.person_id
  where s.day = $as_of and s.class in (select what from rule) and not list_contains($beside, s.class)
  group by m.ancestor_id, s.class
  union all
  -- of packs that run beside the first, whoever is in the class, whatever class of the first they are shown in
  select b.ancestor_id, h.class, count(*)
  from standing h join below b on b.grid_id = h.grid_id and b.axis = 'area'
  group by b.ancestor_id, h.class
  union all
  select m.ancestor_id, h.class, count(*) from standing h join member m on m.person_id = h.person_id group by m.ancestor_id, h.class
  union all
  -- whoever works on one has not ended it
  select b.ancestor_id, 'alert.' || a.severity, count(*)
  from alert a
  join below b on b.grid_id = a.grid_id
  where a.status not in ('resolved', 'dismissed') and 'alert.' || a.severity in (select what from rule)
  group by b.ancestor_id, a.severity
),
seen as (
  select
    b.ancestor_id as grid_id, sum(d.outsiders) as outsiders, sum(d.people) as seen,
    sum(least(d.check_ins, d.expected)) / nullif(sum(d.expected), 0) as coverage
  from grid_day d
  join below b on b.grid_id = d.grid_id
  where d.day = $as_of
  group by b.ancestor_id
),
-- a station stands for its grids, all that lie in them, and counts for all that they lie in
gauge as (
  select distinct on (grid_id, station, indicator, value) grid_id, station, indicator, value, level
  from (
    select b.ancestor_id as grid_id, coalesce(r.station, 'grid ' || r.grid_id) as station, r.indicator, r.value, r.level
    from readings_at($at, $hours, $survey_hours) r
    join below b on b.grid_id = r.grid_id and b.axis = 'area'
    union all
    select w.grid_id, coalesce(r.station, 'grid ' || r.grid_id), r.indicator, r.value, r.level
    from readings_at($at, $hours, $survey_hours) r
    join grid_tree t on t.ancestor_id = r.grid_id
    join wanted w on w.grid_id = t.grid_id and w.axis = 'area'
  )
),
observed as (
  select c.grid_id, c.what, cast(c.number as double) as number, p.people as base from counted c left join people p on p.grid_id = c.grid_id
  union all
  -- each person seen counts once in each grid where they were
  select grid_id, 'share.outsiders', outsiders, seen from seen where seen > 0
  union all
  select grid_id, 'coverage', coverage, null from seen where coverage is not null
  union all
  select grid_id, 'reading.' || indicator, max(value), null from gauge group by grid_id, indicator
  union all
  select grid_id, 'gauge.prepare', count(distinct station), null from gauge where level is not null group by grid_id
  union all
  select grid_id, 'gauge.move', count(distinct station), null from gauge where level = 'move' group by grid_id
)
