-- purpose: the writings of a field that names a grid, which grid each means and why.  grain: one row per (text, town beside it)
-- parameters: $sheet, $field, $axis, $most, $suggested; put in by written.py: staged_table, text_of_field, written_here, town_here, section_here
with counted as (
  select text_of_field as text, written_here as written, town_here as town, section_here as section, count(*) as rows
  from staged_table s where s.sheet = $sheet and text_of_field is not null group by text_of_field, written_here, town_here, section_here
),
known as (
  select c.*, k.grid_id, coalesce(k.ways, 0) as ways, k.how, coalesce(k.fault, '') as fault
  from counted c left join plan.grid_text k on k.axis = $axis and k.written is not distinct from c.written
    and k.town is not distinct from c.town and k.section is not distinct from c.section
),
-- sections of one village below each other: the village is one writing
merged as (
  select text, written, town, arg_max(section, rows) as section, sum(rows) as rows, min(grid_id) as grid_id,
    max(ways) as ways, arg_max(how, rows) as how, max(fault) as fault
  from known group by text, written, town
),
placed as (
  select m.*, case when m.written is not null and m.section is not null and v.code <> m.text then coalesce(v.parent_id, m.grid_id) else m.grid_id end as shown_id
  from merged m left join grid v on v.grid_id = m.grid_id and v.level = 'section'
  where not plan.rounded_number(m.text) -- several codes may look alike: no answer is right for all of them
  order by m.grid_id is null desc, m.rows desc, m.text limit $most
),
path as (
  select g.grid_id, g.code, case when p.grid_id is null or p.level = 'county' then g.name else p.name || ' / ' || g.name end as path
  from grid g left join grid p on p.grid_id = g.parent_id
),
asked as (
  select distinct p.text, p.town, plan.place_stem(plan.place_key(p.text)) as stem from placed p
  where p.shown_id is null and not exists (select 1 from plan.grid_option o where o.axis = $axis and o.written is not distinct from p.written
    and o.town is not distinct from p.town)
  order by p.text limit $suggested
),
near as (
  select a.text, a.town, g.grid_id, max(jaro_winkler_similarity(a.stem, plan.place_stem(plan.place_key(g.name)))) as likeness
  from asked a, grid g
  where g.grid_id in (select grid_id from plan.in_scope)
    and (g.axis = $axis and g.level = 'village' or $axis = 'any' and g.level in ('village', 'unit') or $axis = 'block' and g.level = 'unit')
  group by a.text, a.town, g.grid_id having likeness >= 0.6
),
meant as (
  select o.written, o.town, o.grid_id, 1.0 as likeness, 8 as most, false as alike from plan.grid_option o where o.axis = $axis
  union
  select text, town, grid_id, likeness, 3, true from near
),
listed as (
  select *, row_number() over (partition by written, town, alike order by likeness desc, grid_id) as place from meant
),
candidates as (
  select l.written, l.town, cast(to_json(list({'code': p.code, 'path': p.path} order by l.likeness desc, p.code)) as text) as candidates
  from listed l join path p on p.grid_id = l.grid_id where l.place <= l.most group by l.written, l.town
)
select $field as field, p.text, p.town as context, cast(p.rows as bigint) as rows, h.code as meaning, h.path, p.how, p.ways, c.candidates
from placed p
left join path h on h.grid_id = p.shown_id
left join candidates c on c.written = case when p.shown_id is null then p.text end and c.town is not distinct from p.town
order by h.code is null desc, p.rows desc, p.text
