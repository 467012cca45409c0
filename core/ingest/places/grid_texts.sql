-- purpose: which grid each writing of plan.asked means, and how that is known; a few thousand writings stand for millions of rows
-- grain: plan.grid_text one row per (axis, written, town, section).  needs: plan.place.  parameters: none
-- first each single text by itself: what it can mean, at which rank (the lower, the plainer)
-- `code`: what may be a code within the text, `beside`: what else it says (450181100002城东社区); a text of its own too
create or replace table plan.text as
with said as (
  select axis, written as text from plan.asked where written is not null
  union
  select axis, section from plan.asked where section is not null
  union
  select 'area', town from plan.asked where town is not null
),
halved as (
  select axis, text, coalesce(plan.code_before(text), plan.code_behind(text)) as code, plan.code_before(text) is not null as first from said
),
parted as (
  select axis, text, code,
    plan.place_bare(case when first then substring(text, length(code) + 1) else left(text, strpos(text, code) - 1) end) as beside
  from halved
),
each as (
  select axis, text, code, beside from parted where plan.place_key(beside) is not null
  union all
  select axis, text, null, null from parted where plan.place_key(beside) is null
  union
  select axis, beside, null, null from parted where plan.place_key(beside) is not null and (axis, beside) not in (from said)
)
select row_number() over (order by axis, text) as id, axis, text, plan.place_key(text) as key, code, beside from each;

-- what is a code, or holds one
create or replace table plan.coded as
with part as (
  select id, axis, text as code from plan.text
  union all
  select id, axis, code from plan.text where code is not null
)
select t.id, g.grid_id, 1 as rank from part t join grid g on g.code = t.code and (t.axis = 'any' or g.axis = t.axis)
union all
select t.id, n.grid_id, 2 from part t join grid_name n on n.kind = 'code' and n.value = t.code
join grid g on g.grid_id = n.grid_id and (t.axis = 'any' or g.axis = t.axis)
union all
-- filled up with zeros, or without them
select t.id, g.grid_id, 10 from part t join grid g on g.axis = 'area' and regexp_full_match(t.code, '\d{6,15}') and t.axis <> 'block'
  and rpad(g.code, 15, '0') = rpad(t.code, 15, '0');

-- what stands before the name proper: county, township and village are taken off one after the other
-- province and prefecture too, unless another one than that of the register is named: 广东省横州镇 and 柳州市横州镇 are not ours
create or replace table plan.peel as
with own as (
  -- a county that was made up lies in no province, so that nothing is known of where it is not
  select coalesce(list_has_any(list(left(code, 2)), map_values(plan.province_codes())), false) as real,
    coalesce(list_has_all(map_values(plan.city_codes()), list(distinct left(code, 4))), false) as in_guangxi,
    list(distinct left(code, 2)) as provinces, list(distinct regexp_replace(plan.place_letters(name), '[县市区]$', '')) as stems
  from grid where axis = 'area' and level = 'county'
),
called as (
  select id, axis, plan.place_inland(key) as inland, plan.place_local(key) as local, plan.province_code(key) as province, plan.place_city(key) as city
  from plan.text where plan.place_local(key) not in (key, '')
),
cut as (
  select c.*, case when o.real then plan.city_codes()[c.city] end as prefecture,
    -- all cities of Guangxi are known; a former 地区 of the same name had other bounds, and a county may have become a city
    o.in_guangxi and c.city <> '' and plan.city_codes()[replace(c.city, '地区', '市')] is null
      and not list_contains(o.stems, regexp_replace(c.city, '市$', '')) as elsewhere
  from called c, own o where not coalesce(o.real and not list_contains(o.provinces, c.province), false)
)
-- `prefecture`: the first four figures of the code of the county in which the text can lie; null: in any
select id, axis, key as rest, 0 as within, 0 as depth, false as cut_off, cast(null as text) as prefecture from plan.text where key is not null
union
select id, axis, inland, 0, 0, true, null from cut
union
select id, axis, local, 0, 0, true, prefecture from cut where not elsewhere;

create or replace table plan.peeled as
with recursive step as (
  select id, axis, rest, within, depth, cut_off, prefecture from plan.peel
  union
  select c.id, c.axis, substring(c.rest, c.cut + 1), p.grid_id, c.depth + 1, c.cut_off, c.prefecture
  from (select *, unnest(range(2, least(length(rest), 21))) as cut from step where depth < 3 and length(rest) <= 60) c
  join plan.place p on p.key = left(c.rest, c.cut) and p.axis = 'area' and p.level in ('county', 'township', 'village') and not p.inner_name
  join grid_tree t on t.ancestor_id = c.within and t.grid_id = p.grid_id
  where p.grid_id <> c.within
)
select * from step;

create or replace table plan.text_option as
with rests as materialized (select distinct rest from plan.peeled),
plain as materialized (select rest, plan.place_plain(rest) as plain, plan.place_class(rest) as class from rests),
spelled as materialized (select rest, plain, plan.place_end(plain) as stem, class from plain),
spelling as (
  select rest, rest as key, 0 as rank, class from spelled
  union all
  select rest, plain, 7, class from spelled where plain <> rest
  union all
  select rest, stem, 8, class from spelled where stem <> plain and stem <> ''
),
lies as (
  select t.grid_id, left(c.code, 4) as prefecture from grid c join grid_tree t on t.ancestor_id = c.grid_id where c.axis = 'area' and c.level = 'county'
),
-- only what the register has a name for
hit as materialized (
  select s.*, p.grid_id, p.axis as place_axis, p.level, p.rank as place_rank, t.ancestor_id, l.prefecture
  from spelling s join plan.place p on p.key = s.key
  left join lies l on l.grid_id = p.grid_id
  join grid_tree t on t.grid_id = p.grid_id and t.ancestor_id <> p.grid_id and (not p.inner_name or t.ancestor_id = p.parent_id)
),
named as materialized (
  select f.id, h.grid_id, greatest(h.rank, h.place_rank)
      + case when f.depth > 0 then case when greatest(h.rank, h.place_rank) <= 4 then 2 else 1 end else 0 end as rank
  from plan.peeled f
  join hit h on h.rest = f.rest and h.ancestor_id = f.within
  where (f.axis = 'any' or f.axis = h.place_axis)
    and (h.rank < 8 or length(h.key) >= 2 or f.depth > 0)
    and (not f.cut_off or f.depth > 0 or h.level in ('county', 'township'))
    and (f.prefecture is null or f.prefecture = h.prefecture)
    and (greatest(h.rank, h.place_rank) < 8 or h.class is null or h.place_axis = 'block' or h.class = h.level)
),
-- the code decides, where the name beside it is one of that grid's
fitting as (
  select c.* from plan.coded c join plan.text t on t.id = c.id
  where t.beside is null
    or exists (select 1 from plan.text b join named n on n.id = b.id where b.axis = t.axis and b.text = t.beside and n.grid_id = c.grid_id)
    or exists (select 1 from plan.place p where p.grid_id = c.grid_id and p.key in (plan.place_key(t.beside), plan.place_stem(plan.place_key(t.beside))))
)
select o.id, o.grid_id, min(o.rank) as rank, any_value(g.level) as level
from (select * from named union all select * from fitting) o join grid g on g.grid_id = o.grid_id
group by o.id, o.grid_id;

-- a code with the name of another grid: one row per text and grid that it may mean
create or replace table plan.misnamed as
with torn as (
  select t.id, t.axis, t.text, t.beside, c.grid_id from plan.coded c join plan.text t on t.id = c.id
  where t.beside is not null and t.id not in (select id from plan.text_option)
)
select axis, text, grid_id from torn
union
select t.axis, t.text, o.grid_id from torn t join plan.text b on b.axis = t.axis and b.text = t.beside join plan.text_option o on o.id = b.id;

-- townships that rows name in a column of their own
create or replace table plan.town_of as
with options as (
  select t.text as town, o.grid_id, o.rank, min(o.rank) over (partition by t.id) as best, o.grid_id in (select grid_id from plan.in_scope) as mine
  from plan.text t join plan.text_option o on o.id = t.id where t.axis = 'area' and o.level in ('township', 'county')
)
select town, case when count(*) = 1 then min(grid_id) when count(*) filter (where mine) = 1 then min(grid_id) filter (where mine) end as town_id
from options where rank = best and town in (select town from plan.asked) group by town;

-- then the writings as they stand in a row
create or replace table plan.asked_option as
with asked as (
  select a.*, coalesce(a.written, a.section) as text, w.town_id, row_number() over () as no
  from plan.asked a left join plan.town_of w on w.town = a.town
),
known as (
  select a.*, o.grid_id, o.rank, town_id is not null and o.grid_id <> town_id
      and exists (select 1 from grid_tree t where t.ancestor_id = a.town_id and t.grid_id = o.grid_id) as in_town
  from asked a
  left join plan.text t on t.axis = a.axis and t.text = a.text
  left join plan.text_option o on o.id = t.id
),
-- within the township where it is told; a code needs none
placed as (
  select *,
    case when town_id is null or in_town or rank in (1, 2, 10) then 0 when grid_id = town_id then 1 else 2 end as off_town,
    count(distinct grid_id) over (partition by no, rank) as everywhere
  from known
),
nearest as (
  select *, min(off_town) over (partition by no) as off from placed
),
best as (
  select *, min(rank) over (partition by no, off_town) as best_rank from nearest where grid_id is null or off_town = off
)
select no, axis, written, town, section, town_id, grid_id, rank, everywhere, off_town = 2 as differs,
  grid_id in (select grid_id from plan.in_scope) as mine
from best where grid_id is null or rank = best_rank;

create or replace table plan.judged as
select no, axis, written, town, section, any_value(town_id) as town_id, count(grid_id) as options, count(*) filter (where mine) as options_mine,
  case when count(grid_id) = 1 then min(grid_id) when count(*) filter (where mine) = 1 then min(grid_id) filter (where mine) end as grid_id,
  bool_or(coalesce(differs, false)) as differs, min(rank) as rank, max(everywhere) as everywhere
from plan.asked_option group by no, axis, written, town, section;

-- a part of a village in a column of its own
create or replace table plan.section_of as
with named as (
  select j.no, j.grid_id, t.id, t.key from plan.judged j join plan.text t on t.axis = j.axis and t.text = j.section
  where j.written is not null and j.grid_id is not null
),
options as (
  select n.no, o.grid_id, o.rank from named n join plan.text_option o on o.id = n.id
  join grid_tree t on t.ancestor_id = n.grid_id and t.grid_id = o.grid_id
  union all
  select n.no, p.grid_id, p.rank from named n join plan.place p on p.inner_name and p.parent_id = n.grid_id
    and p.key in (n.key, plan.place_stem(n.key), plan.place_counted(n.key) || '组', plan.place_counted(n.key) || '队')
),
best as (select no, grid_id, min(rank) as rank, min(min(rank)) over (partition by no) as best_rank from options group by no, grid_id)
select no, min(grid_id) as grid_id from best where rank = best_rank group by no having count(*) = 1;

insert into plan.grid_text
select j.axis, j.written, j.town, j.section,
  case when not j.differs then coalesce(s.grid_id, j.grid_id) end,
  case when j.grid_id is not null then 1 else j.options end,
  case when j.grid_id is null then null
       when j.options > 1 then 'scope' when j.town_id is not null and j.everywhere > 1 then 'context' else plan.how_of(j.rank) end,
  case when j.differs then 'town_differs' when j.options = 0 and (j.axis, coalesce(j.written, j.section)) in (select (axis, text) from plan.misnamed) then 'code_differs' end,
  j.town is not null and j.town_id is null,
  not j.differs and j.written is not null and plan.told(j.section) is not null and j.grid_id is not null and s.grid_id is null and coalesce(g.level, '') <> 'section'
from plan.judged j left join plan.section_of s on s.no = j.no left join grid g on g.grid_id = j.grid_id;

insert into plan.grid_option
select o.axis, o.written, o.town, o.section, o.grid_id from plan.asked_option o join plan.judged j on j.no = o.no
where o.grid_id is not null and (j.grid_id is null or j.differs)
union
select j.axis, j.written, j.town, j.section, m.grid_id from plan.judged j join plan.misnamed m on m.axis = j.axis and m.text = coalesce(j.written, j.section)
where j.options = 0
