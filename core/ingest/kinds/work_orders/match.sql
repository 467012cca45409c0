-- purpose: which grid each row of a list of work orders is about: by its column of a grid, else by the names of grids within its address, else within what is told
-- grain: plan.order_place one row per staged row: grid_id (surely), proposed_id (what is told speaks of it), ways (how many it could be), by.  needs: plan.place, plan.grid_text.  parameters: none
-- Every piece of 2 to 12 letters of a text is looked up among the names of the register: an equality, whatever the number of villages.
create or replace table plan.order_said as
select sheet, row, 'address' as by, left(plan.place_letters(plan.told(address)), 120) as letters from plan.staged_work_orders where plan.told(address) is not null
union all
select sheet, row, 'text', left(plan.place_letters(concat_ws('，', plan.told(title), plan.told(told))), 250) from plan.staged_work_orders where coalesce(plan.told(title), plan.told(told)) is not null;

create or replace table plan.order_hit as
with text as materialized (select distinct letters from plan.order_said where length(letters) >= 2),
begun as (select letters, unnest(range(1, length(letters))) as first from text),
piece as (select letters, first, unnest(range(2, 13)) as size from begun),
called as materialized (
  -- a bare stem (城东) is a village only beside its township
  select p.key, p.grid_id, p.level, p.inner_name, p.rank > 7 as stem from plan.place p join grid g on g.grid_id = p.grid_id
  where p.axis = 'area' and p.level in ('township', 'village', 'section') and length(p.key) between 2 and 12 and g.closed_on is null
),
hit as materialized (
  select c.letters, c.first, c.first + c.size as behind, k.grid_id, k.level, k.inner_name, k.stem
  from piece c join called k on k.key = substring(c.letters, c.first, c.size)
  where c.first + c.size - 1 <= length(c.letters)
),
-- 新城东社区 is not 城东社区
widest as (
  select letters, first, max(behind) as behind from hit where not inner_name group by letters, first
),
shadowed as (
  select distinct h.letters, h.first, h.behind from hit h join widest w on w.letters = h.letters
  where w.first <= h.first and w.behind >= h.behind and w.behind - w.first > h.behind - h.first
)
select h.letters, h.grid_id, h.level, h.inner_name, bool_and(h.stem) as stem
from hit h left join shadowed s on s.letters = h.letters and s.first = h.first and s.behind = h.behind
where s.letters is null or h.inner_name
group by h.letters, h.grid_id, h.level, h.inner_name;

create or replace table plan.order_found as
with town as materialized (
  select letters, grid_id from plan.order_hit where level = 'township'
),
towns as (
  select letters, count(distinct grid_id) as ways, min(grid_id) as grid_id from town group by letters
),
in_town as (
  select distinct h.letters, h.grid_id from plan.order_hit h join town t on t.letters = h.letters join grid g on g.grid_id = h.grid_id and g.parent_id = t.grid_id
  where h.level = 'village'
),
village as materialized (
  -- of several of one name the one whose township is named
  select h.letters, h.grid_id, i.grid_id is not null as placed
  from plan.order_hit h left join in_town i on i.letters = h.letters and i.grid_id = h.grid_id
  where h.level = 'village' and (not h.stem or i.grid_id is not null)
),
villages as (
  select letters, max(placed) as placed from village group by letters
),
best as materialized (
  select v.letters, v.grid_id from village v join villages b on b.letters = v.letters and b.placed = v.placed
),
section as (
  select distinct h.letters, h.grid_id from plan.order_hit h
  join grid g on g.grid_id = h.grid_id join best b on b.letters = h.letters and b.grid_id = g.parent_id
  where h.level = 'section' and not h.stem
  union
  -- a section that bears a name of its own needs no village beside it
  select h.letters, h.grid_id from plan.order_hit h where h.level = 'section' and not h.inner_name and not h.stem and h.letters not in (select letters from best)
),
option as (
  select letters, grid_id, 3 as depth from section
  union all
  select letters, grid_id, 2 from best
  union all
  select letters, grid_id, 1 from towns where ways = 1
),
counted as (
  select letters, depth, count(distinct grid_id) as ways, min(grid_id) as grid_id from option group by letters, depth
)
select letters, arg_max(grid_id, depth) filter (where ways = 1) as grid_id, max(ways) filter (where depth = 2) as ways
from counted group by letters;

create or replace table plan.order_place as
with said as (
  select s.sheet, s.row, max(f.grid_id) filter (where s.by = 'address') as by_address, max(f.grid_id) filter (where s.by = 'text') as by_text, max(f.ways) as ways
  from plan.order_said s join plan.order_found f on f.letters = s.letters group by s.sheet, s.row
)
select s.sheet, s.row, coalesce(k.grid_id, f.by_address) as grid_id, coalesce(k.grid_id, f.by_address, f.by_text) as proposed_id, coalesce(f.ways, 0) as ways,
  case when k.grid_id is not null then 'grid' when f.by_address is not null then 'address' when f.by_text is not null then 'text' end as by
from plan.staged_work_orders s
left join said f on f.sheet = s.sheet and f.row = s.row
left join plan.grid_text k on k.axis = 'area' and k.ways = 1 and k.written = coalesce(s.grid, s.town)
  and k.town is not distinct from case when s.grid is not null then s.town end and k.section is null
