-- purpose: villages and towns that titles, sheet names and the file's name speak of, and headings within tables
-- grain: one row per sheet and field ('grid', 'town'), and per heading that names a village ('rows'; text null: not one village)
-- or a town alone ('town_rows': its name, 'town_codes': its code); 'block': the one unit whose name, with its town or without, a title holds
-- needs: plan.said (sheet, source: 0 title, 1 sheet, 2 file, from 3 on headings; text), plan.in_column (sheet, text: villages as a column of the sheet
-- writes them).  parameters: none
-- A name counts as it is written in full, 榃汶村 or 榃汶村委会, where nothing before it makes it another name (大榃汶村) and nothing behind it
-- another place (榃汶村小学).
with pieces as (
  select distinct sheet, source, plan.place_letters(piece) as piece from (
    select sheet, source, unnest(regexp_split_to_array(text, '[^\x{3400}-\x{9fff}0-9A-Za-z]+')) as piece from plan.said)
),
borne as (
  select grid_id, name from grid
  union
  select grid_id, value from grid_name where kind = 'name'
),
spelled as (
  select g.grid_id, g.level, g.parent_id, plan.place_letters(b.name) as letters
  from borne b join grid g on g.grid_id = b.grid_id
  where g.axis = 'area' and g.level in ('township', 'village') and g.closed_on is null
),
named as (
  select distinct grid_id, level, parent_id, unnest([letters, plan.place_plain(letters), regexp_replace(plan.place_plain(letters), '社区$', '居委会')]) as name
  from spelled
),
called as (
  select n.*, plan.place_stem(plan.place_letters(up.name)) as above from named n left join grid up on up.grid_id = n.parent_id
  where regexp_matches(n.name, '(村|社区|居委会|村委会|委员会|场|镇|乡|街道|办事处)$') or length(n.name) >= 4
),
hit as (
  select p.*, c.*, left(p.piece, strpos(p.piece, c.name) - 1) as before, substring(p.piece, strpos(p.piece, c.name) + length(c.name)) as behind
  from pieces p join called c on contains(p.piece, c.name)
),
whole as (
  select * from hit h where not exists (
    select 1 from hit l where l.sheet = h.sheet and l.source = h.source and l.piece = h.piece and length(l.name) > length(h.name) and contains(l.name, h.name))
),
good as (
  select * from whole
  where (before = '' or regexp_matches(before, '([省市县区州盟旗镇乡场道处年月日于件表]|[0-9A-Za-z])$') or length(above) >= 2 and ends_with(before, above))
    and not regexp_matches(behind, '^(镇|乡|街|路|等|和|与|及|、|小学|中学|学校|幼儿园|教学点|卫生|医院|诊所|市场|公司|厂|工业)')
),
town as (select sheet, min(grid_id) as grid_id, count(distinct grid_id) as ways from good where level = 'township' and source < 3 group by sheet),
towns as (select distinct sheet, source, grid_id from good where level = 'township'),
-- a village lies in the town that is named beside it, or else in one that is named for the whole sheet
placed as (
  select v.*, exists (select 1 from towns t where t.sheet = v.sheet and t.source = v.source) as beside,
    exists (select 1 from towns t where t.sheet = v.sheet and t.source = v.source and t.grid_id = v.parent_id) as in_town_beside,
    exists (select 1 from towns t where t.sheet = v.sheet and t.source < 3) as above_all,
    exists (select 1 from towns t where t.sheet = v.sheet and t.source < 3 and t.grid_id = v.parent_id) as in_town_above
  from good v where v.level = 'village'
),
village as (
  select sheet, source, count(distinct name) as names, count(distinct grid_id) filter (where fits) as ways, min(grid_id) filter (where fits) as grid_id
  from (select *, case when beside then in_town_beside else not above_all or in_town_above end as fits from placed) group by sheet, source
),
-- villages of the column that only other towns have: the town that is named is then not that of the rows
elsewhere as (
  select distinct c.sheet from plan.in_column c
  join named n on n.level = 'village' and n.name = plan.place_plain(plan.place_letters(c.text))
  join town t on t.sheet = c.sheet
  group by c.sheet, c.text, t.grid_id having count(*) filter (where n.parent_id = t.grid_id) = 0
),
unit as (
  select s.sheet, s.source, g.code, length(n.name) as letters
  from (select grid_id, code, unnest(list_distinct([name, regexp_replace(name, '^.{2,4}(镇|乡|街道)', '')])) as name
        from grid where axis = 'block' and level = 'unit' and closed_on is null) n
  join grid g on g.grid_id = n.grid_id
  join plan.said s on s.source < 3 and length(n.name) >= 4 and contains(s.text, n.name)
),
units as (
  select sheet, source, any_value(code) as code, count(distinct code) as ways
  from (from unit qualify letters = max(letters) over (partition by sheet, source)) group by sheet, source
)
-- the first that speaks of a village decides for the sheet
select v.sheet, 'grid' as field, g.code as text, v.source from village v join grid g on g.grid_id = v.grid_id
where v.names = 1 and v.ways = 1 and v.source < 3 and v.source = (select min(m.source) from village m where m.sheet = v.sheet)
union all
select t.sheet, 'town', g.name, (select min(o.source) from towns o where o.sheet = t.sheet)
from town t join grid g on g.grid_id = t.grid_id where t.ways = 1 and t.sheet not in (select sheet from elsewhere)
union all
select v.sheet, 'rows', case when v.names = 1 and v.ways = 1 then g.code end, v.source from village v left join grid g on g.grid_id = v.grid_id
where v.source >= 3
union all
select u.sheet, 'block', u.code, u.source from units u where u.ways = 1 and u.source = (select min(m.source) from units m where m.sheet = u.sheet)
union all
-- a heading that names one town, and no village
select t.sheet, unnest(['town_rows', 'town_codes']), unnest([g.name, g.code]), t.source
from (select sheet, source, min(grid_id) as grid_id from towns where source >= 3 group by sheet, source having count(*) = 1) t
join grid g on g.grid_id = t.grid_id
where not exists (select 1 from village v where v.sheet = t.sheet and v.source = t.source)
order by 1, 4
