-- purpose: where people said that they were, beside where they were scanned on those days and where they live; begins after spots.sql
-- grain: one row per declaration with scans on its days.  needs: said_place (core/screening/places.py)
-- parameters: $as_of, $days (looked back), $radius (km around a declared place that still count as there), $error (share of scans that are wrong anyway),
--   $weight (scans that this share is worth against what is measured in the grid), $lives_days (days of one stay, from which one lives there)
-- Days of travel are left out: those after the first and before the last alone speak. What the writing does not tell for sure is not judged.
, text as (
  select distinct text from said_text
),
-- 甲县东镇东一村: what it ends with is a grid; only a name that no other grid has
tail as (
  select t.text, n.grid_id, length(n.value) as letters
  from (select text, unnest(range(1, least(length(text), 30) + 1)) as cut from text) t
  join (select value, any_value(grid_id) as grid_id from grid_name where kind = 'name' group by value having count(distinct grid_id) = 1) n
    on n.value = substring(t.text, t.cut)
),
inside as (
  select text, arg_max(grid_id, letters) as place_id from tail group by text
),
-- a province, city or county that is neither ours nor holds ours
ours as (
  select any_value(left(code, 6)) as code, any_value(name) as name from grid where axis = 'area' and level = 'county'
),
elsewhere as (
  select s.text
  from said_place s, ours o
  where not starts_with(s.code, o.code) and not starts_with(o.code, s.code) and not contains(s.text, o.name)
  group by s.text, s.ways
  having count(*) = s.ways
),
told as (
  select d.declaration_id, d.person_id, d.place, d.declared_at, i.place_id, e.text is not null and i.text is null as away,
    greatest(d.from_date + 1, cast($as_of as date) - $days + 1) as since,
    -- without an end it is told up to the moment of telling
    least(coalesce(d.until_date, cast(d.declared_at as date)) - 1, cast($as_of as date)) as until,
    coalesce(d.until_date, cast(d.declared_at as date)) - d.from_date + 1 as told_days
  from declaration d
  left join inside i on i.text = d.place
  left join elsewhere e on e.text = d.place
  where d.place is not null and d.from_date is not null and d.declared_at < cast($as_of as date) + interval 1 day
    and coalesce(d.until_date, cast(d.declared_at as date)) >= cast($as_of as date) - $days
    and (i.text is not null or e.text is not null)
),
-- in one look over the scans, of these people alone
scanned as (
  select c.person_id, c.grid_id, c.scanned_at, cast(c.scanned_at as date) as day
  from every_check_in c
  where c.person_id in (select person_id from told)
    and c.scanned_at >= cast($as_of as date) - $days + 1 and c.scanned_at < cast($as_of as date) + interval 1 day
),
beside as (
  select
    t.*, c.grid_id, c.scanned_at, p.home_grid_id,
    t.away or within.grid_id is null and coalesce(km_between(a.lon, a.lat, b.lon, b.lat) - a.off - b.off > $radius, false) as outside,
    home.grid_id is not null as at_home
  from told t
  join scanned c on c.person_id = t.person_id and c.day between t.since and t.until
  join person p on p.person_id = t.person_id
  left join grid_tree within on within.ancestor_id = t.place_id and within.grid_id = c.grid_id
  left join spot a on a.grid_id = t.place_id
  left join spot b on b.grid_id = c.grid_id
  left join grid hg on hg.grid_id = p.home_grid_id
  left join grid_tree home on home.ancestor_id = coalesce(hg.parent_id, hg.grid_id) and home.grid_id = c.grid_id
),
counted as (
  select
    declaration_id, person_id, any_value(place) as place, any_value(place_id) as place_id, any_value(away) as away, any_value(home_grid_id) as home_grid_id,
    any_value(told_days) as told_days, count(*) as n, count(*) filter (where outside) as k, count(*) filter (where at_home) as home_scans,
    cast(min(scanned_at) filter (where outside) as date) as first_day, cast(max(scanned_at) filter (where outside) as date) as last_day,
    arg_max(grid_id, scanned_at) filter (where outside) as seen_id, cast(max(scanned_at) as date) as last_scan, cast(min(scanned_at) as date) as first_scan
  from beside
  group by declaration_id, person_id
),
-- how often scans lie outside for others who declare the same grid: its point may be wrong
others as (
  select place_id, sum(n) as n, sum(k) as k from counted where place_id is not null group by place_id
)
select
  c.person_id, coalesce(c.home_grid_id, c.seen_id) as grid_id, c.declaration_id, c.place, c.away, c.n, c.k, c.home_scans,
  coalesce(c.first_day, c.first_scan) as first_day, coalesce(c.last_day, c.last_scan) as last_day,
  coalesce(g.name, '') as seen,
  case when c.away then $error
       else ($error * $weight + o.k - c.k) / ($weight + o.n - c.n) end as error,
  -- whether the roster has the person there
  lives.grid_id is not null as lives_there,
  c.told_days >= $lives_days as long
from counted c
left join others o on o.place_id = c.place_id
left join grid g on g.grid_id = c.seen_id
left join grid_tree lives on lives.ancestor_id = c.place_id and lives.grid_id = c.home_grid_id
where c.k >= 2 or c.told_days >= $lives_days and not c.away
order by c.person_id, c.declaration_id;
