-- purpose: issues on nodes, what would change, and the status of each.  parameters: $today, $whole (the user may add roots),
-- $taking (sheets whose values win conflicts)
create or replace table plan.compared as
select n.no, n.sheet, n.row,
  coalesce(up.grid_id, case when n.parent_no is null then n.parent_id end) as known_parent,
  list_filter([
    case when not n.older and n.code <> g.code then 'code' end,
    case when not n.name_kept and n.name <> g.name then 'name' end,
    case when not n.older and n.level <> g.level then 'level' end,
    case when not n.older and not n.parent_presumed and n.parent_code is not null and n.level <> 'county'
              and coalesce(up.grid_id, case when n.parent_no is null then n.parent_id end) is distinct from g.parent_id
              and (n.parent_no is not null or n.parent_id is not null) then 'parent_code' end,
    case when n.lon is not null and (g.lon is null or abs(n.lon - g.lon) > 1e-6) then 'lon' end,
    case when n.lat is not null and (g.lat is null or abs(n.lat - g.lat) > 1e-6) then 'lat' end,
    case when n.area_id is not null and n.area_id is distinct from g.area_id then 'area_code' end,
    case when n.responsible is not null and n.responsible is distinct from r.name then 'responsible' end,
    case when n.position is not null and n.position is distinct from r.position then 'position' end,
    case when n.phone is not null and n.phone is distinct from r.phone then 'phone' end,
    case when n.duties is not null and n.duties is distinct from r.duties then 'duties' end,
    case when n.deputy is not null and n.deputy is distinct from d.name then 'deputy' end,
    case when n.deputy_phone is not null and n.deputy is not null and n.deputy_phone is distinct from d.phone then 'deputy_phone' end,
    case when not n.older and (e.status = 'closed' and g.closed_on is null or e.status = 'open' and g.closed_on is not null) then 'status' end,
    case when not n.older and e.status = 'closed' and (g.closed_on is null or e.day_told <> g.closed_on) then 'closed_on' end,
    case when not n.older and e.status = 'closed' and (e.note is not null and e.note is distinct from g.closed_note or e.into_id is not null and e.into_id is distinct from g.into_id)
         then 'went_into' end,
    case when n.level = 'unit' and n.unit_kind is not null and n.unit_kind is distinct from u.kind then 'unit_kind' end,
    case when n.level = 'unit' and n.industry is not null and n.industry is distinct from u.industry then 'industry' end,
    case when n.level = 'unit' and n.staff is not null and n.staff is distinct from u.staff then 'staff' end,
    case when n.level = 'unit' and n.resumption is not null and n.resumption is distinct from u.resumption then 'resumption' end,
    case when n.level = 'unit' and n.resumed_on is not null and n.resumed_on is distinct from u.resumed_on then 'resumed_on' end,
    case when n.level = 'unit' and n.staff_back is not null and n.staff_back is distinct from u.staff_back then 'staff_back' end,
    case when n.level = 'unit' and n.obstacle is not null and n.obstacle is distinct from u.obstacle then 'obstacle' end
  ], x -> x is not null) as changes,
  case when len(n.clears) = 0 and n.resumption is distinct from 'resumed' then [] else list_filter([
    case when list_contains(n.clears, 'responsible') and n.responsible is null and r.name is not null then 'responsible' end,
    case when list_has_any(n.clears, ['responsible', 'position']) and n.position is null and r.position is not null then 'position' end,
    case when list_has_any(n.clears, ['responsible', 'phone']) and n.phone is null and r.phone is not null then 'phone' end,
    case when list_has_any(n.clears, ['responsible', 'duties']) and n.duties is null and r.duties is not null then 'duties' end,
    case when list_contains(n.clears, 'deputy') and n.deputy is null and d.name is not null then 'deputy' end,
    case when list_has_any(n.clears, ['deputy', 'deputy_phone']) and n.deputy_phone is null and d.phone is not null then 'deputy_phone' end,
    case when list_has_any(n.clears, ['lon', 'lat']) and n.lon is null and g.lon is not null then 'lon' end,
    case when list_has_any(n.clears, ['lon', 'lat']) and n.lat is null and g.lat is not null then 'lat' end,
    case when n.level = 'unit' and list_contains(n.clears, 'industry') and u.industry is not null then 'industry' end,
    case when n.level = 'unit' and list_contains(n.clears, 'staff') and u.staff is not null then 'staff' end,
    case when n.level = 'unit' and list_contains(n.clears, 'resumed_on') and u.resumed_on is not null then 'resumed_on' end,
    case when n.level = 'unit' and list_contains(n.clears, 'staff_back') and u.staff_back is not null then 'staff_back' end,
    -- what has reopened is held up by nothing
    case when n.level = 'unit' and (list_contains(n.clears, 'obstacle') or n.resumption = 'resumed') and n.obstacle is null and u.obstacle is not null
         then 'obstacle' end
  ], x -> x is not null) end as emptied
from plan.node n
join grid g on g.grid_id = n.grid_id
left join plan.node up on up.no = n.parent_no
left join duty r on r.grid_id = g.grid_id and r.role = 'responsible'
left join duty d on d.grid_id = g.grid_id and d.role = 'deputy'
left join unit u on u.grid_id = g.grid_id
left join plan.ending e on e.no = n.no;

update plan.node n set changes = list_concat(c.changes, c.emptied, n.changes), emptied = c.emptied from plan.compared c where c.no = n.no;

create or replace table plan.node_issue as
with recursive above as (
  select no, parent_no, 1 as steps from plan.node where parent_no is not null
  union all
  select a.no, n.parent_no, a.steps + 1 from above a join plan.node n on n.no = a.parent_no where n.parent_no is not null and a.steps < 25
),
-- sections lie in sections, units in units, departments in departments: `nests`; a class has its groups
ranked(level, rank, nests) as (values ('county', 1, false), ('township', 2, false), ('village', 3, false), ('section', 4, true),
  ('unit', 1, true), ('department', 2, true), ('stage', 2, false), ('team', 4, false), ('class', 3, false)),
parents as (
  select n.no, coalesce(case when up.older then known.level else up.level end, g.level) as level, coalesce(up.grid_id, n.parent_id) as grid_id
  from plan.node n
  left join plan.node up on up.no = n.parent_no
  left join grid known on known.grid_id = up.grid_id
  left join grid g on g.grid_id = n.parent_id
),
-- stored children that stay below a node of the file, at the level that they will have
children as (
  select n.no, c.name, coalesce(case when list_contains(f.changes, 'level') then f.level end, c.level) as level
  from plan.node n
  join grid c on c.parent_id = n.grid_id
  left join plan.node f on f.grid_id = c.grid_id
  where list_contains(n.changes, 'level') and (f.no is null or not list_contains(f.changes, 'parent_code'))
),
-- what a node says by itself, in one look: each branch of a union costs as much to plan
told as (
  select no, unnest([
    {'field': 'level', 'code': case when level = 'above' then 'above_county' end, 'fields': cast(null as json)},
    {'field': 'virtual', 'code': case when virtual and level is distinct from 'above' then 'grid_virtual' end, 'fields': null},
    {'field': 'code', 'code': case when code is null and named is null then 'code_missing' end, 'fields': null},
    {'field': 'name', 'code': case when name is null and named is null then 'grid_name_missing' end, 'fields': null},
    {'field': 'level', 'code': case when level is null and level_text is not null then 'level_unknown' end, 'fields': json_object('value', level_text)},
    {'field': 'level', 'code': case when level is null and level_text is null and named is null then 'level_missing' end, 'fields': null},
    {'field': 'code', 'code': case when plan.rounded_number(code) then 'code_rounded' end, 'fields': json_object('value', code)},
    {'field': 'parent_code', 'code': case when plan.rounded_number(parent_code) then 'code_rounded' end, 'fields': json_object('value', parent_code)},
    {'field': 'area_code', 'code': case when plan.rounded_number(area_text) then 'code_rounded' end, 'fields': json_object('value', area_text)},
    {'field': 'parent_code', 'code': case when parent_code is null and level in ('township', 'village', 'section') and grid_id is null and named is null then 'parent_missing' end, 'fields': null},
    {'field': 'parent_code', 'code': case when parent_code is null and axis = 'block' and level <> 'unit' and grid_id is null then 'parent_missing' end, 'fields': null},
    {'field': 'parent_code', 'fields': json_object('value', parent_code), 'code': case when parent_code is not null and parent_no is null and parent_id is null
        and level is distinct from 'county' and level is distinct from 'above' and not virtual
        and not (parent_presumed and grid_id is not null) and not plan.rounded_number(parent_code) then 'parent_unknown' end},
    {'field': 'lon', 'code': case when (lon_text is not null or lat_text is not null) and lon is null and not derived then 'coordinate_bad' end, 'fields': null},
    {'field': 'area_code', 'code': case when area_ways > 1 then 'grid_ambiguous' end, 'fields': json_object('value', area_text, 'ways', area_ways)},
    {'field': 'name', 'fields': json_object('value', name, 'before', said_name),
      'code': case when said_name is not null and (grid_id is null or list_contains(changes, 'name')) then 'grid_renamed' end}]) as f
  from plan.node
)
select no, f.field as field, f.code as code, f.fields as fields from told where f.code is not null
union all
select n.no, f.field, f.code, f.fields from plan.grid_fault f join plan.node n on n.sheet = f.sheet and n.row = f.row and not n.derived
union all
select n.no, 'code', 'duplicate_row', json_object('first', f.row) from plan.node n
join plan.node f on f.axis = n.axis and f.code = n.code and f.time = 1 where n.time > 1
union all
select n.no, 'level', 'level_parent', null from plan.node n
join parents p on p.no = n.no join ranked here on here.level = n.level join ranked there on there.level = p.level
where (there.rank > here.rank or there.rank = here.rank and not (n.level = p.level and here.nests))
  and not (n.grid_id is not null and (n.older or n.parent_presumed))
union all
select c.no, 'level', 'level_children', json_object('value', min(c.name)) from children c
join plan.node n on n.no = c.no join ranked here on here.level = n.level join ranked there on there.level = c.level
where there.rank < here.rank or there.rank = here.rank and not (n.level = c.level and here.nests)
group by c.no
union all
select n.no, 'level', 'level_unit', null from plan.node n join grid g on g.grid_id = n.grid_id
where n.axis = 'block' and list_contains(n.changes, 'level') and (g.level = 'unit') <> (n.level = 'unit')
union all
-- the same name twice below one parent: written twice, or two that rosters can't tell apart
select n.no, 'name', 'name_again', json_object('value', n.name, 'first', min(f.row)) from plan.node n
join parents p on p.no = n.no
join plan.node f on f.name = n.name and f.axis = n.axis and f.level = n.level and f.no < n.no and f.time = 1 and not f.virtual
join parents q on q.no = f.no and q.grid_id is not distinct from p.grid_id
where n.grid_id is null and n.time = 1 and not n.virtual and n.parent_no is not distinct from f.parent_no and coalesce(n.parent_no, p.grid_id) is not null
group by n.no, n.name
union all
-- a village that the register has elsewhere in the county, and this list has not: moved, perhaps
select n.no, 'name', 'name_elsewhere', json_object('value', n.name, 'other', min(g.code || ' ' || town.name)) from plan.node n
join parents p on p.no = n.no
join grid g on g.name = n.name and g.level = 'village' and g.axis = 'area' and g.closed_on is null and g.parent_id <> p.grid_id
join grid town on town.grid_id = g.parent_id
join grid_tree here on here.grid_id = p.grid_id
join grid_tree there on there.grid_id = g.grid_id and there.ancestor_id = here.ancestor_id
join grid county on county.grid_id = here.ancestor_id and county.level = 'county'
where n.level = 'village' and n.axis = 'area' and n.grid_id is null and n.time = 1 and not n.virtual
  and g.grid_id in (select grid_id from plan.in_scope) and g.grid_id not in (select grid_id from plan.node where grid_id is not null)
group by n.no, n.name
union all
select distinct no, 'parent_code', 'grid_cycle', cast(null as json) from above where no = parent_no
union all
select n.no, 'parent_code', 'grid_cycle', null from plan.node n
join grid_tree t on t.ancestor_id = n.grid_id and t.grid_id = n.parent_id and n.parent_no is null
union all
select no, 'area_code',
  case when area_text in (select written from plan.grid_text where fault = 'code_differs') then 'grid_code_differs' else 'grid_unknown' end, json_object('value', area_text)
from plan.node where area_text is not null and area_ways = 0 and not plan.rounded_number(area_text)
union all
select n.no, case when c.grid_id = n.area_id then 'area_code' else 'parent_code' end, 'grid_closed',
  json_object('value', case when c.grid_id = n.area_id then n.area_text else n.parent_code end, 'day', cast(c.closed_on as text))
from plan.node n
join (select no, area_id as grid_id from plan.node union select no, grid_id from parents) p on p.no = n.no
join plan.closed c on c.grid_id = p.grid_id
left join plan.ending e on e.no = n.no
where c.closed_on <= $today and e.status is distinct from 'closed' and (n.grid_id is null or list_contains(n.changes, case when c.grid_id = n.area_id then 'area_code' else 'parent_code' end))
union all
select n.no, 'code', 'closed_listed', json_object('day', cast(c.closed_on as text)) from plan.node n join plan.closed c on c.grid_id = n.grid_id
left join plan.ending e on e.no = n.no
where c.closed_on <= $today and (n.older or e.status is null)
union all
select no, 'status', 'value_unknown', json_object('value', left(status_text, 40)) from plan.node where no in (select no from plan.ending where unclear and called is null)
union all
select n.no, 'closed_on', 'date_bad', json_object('value', n.closed_text) from plan.node n join plan.ending e on e.no = n.no where n.closed_text is not null and e.day_told is null
union all
select n.no, 'closed_on', 'date_future', json_object('value', n.closed_text) from plan.node n join plan.ending e on e.no = n.no where e.day_told > $today
union all
select e.no, 'status', 'closed_differs', json_object('day', cast(e.day_told as text)) from plan.ending e where e.differs
union all
select e.no, 'status', case when e.day_from = 'list' then 'closing_day_list' else 'closing_day_today' end, json_object('day', cast(e.closed_on as text))
from plan.ending e join plan.node n on n.no = e.no
where e.status = 'closed' and e.day_from <> 'told' and (n.grid_id is null or list_contains(n.changes, 'status'))
union all
select n.no, 'status', 'grid_reopened', json_object('day', cast(g.closed_on as text)) from plan.node n join plan.ending e on e.no = n.no join grid g on g.grid_id = n.grid_id
where e.status = 'open' and list_contains(n.changes, 'status')
union all
select no, 'went_into', 'into_unknown', json_object('value', left(into_text, 40)) from plan.ending
where status = 'closed' and into_text is not null and into_id is null and into_no is null
union all
-- what stays in a grid that is closed
select n.no, 'status', 'closed_with', json_object('people', coalesce(w.people, 0), 'grids', coalesce(b.grids, 0))
from plan.node n
left join (
  select t.ancestor_id as grid_id, count(*) as people from person p join grid_tree t on t.grid_id = p.home_grid_id
  where t.ancestor_id in (select n.grid_id from plan.node n join plan.ending e on e.no = n.no where e.status = 'closed')
    and p.person_id not in (from gone_on($today))
  group by t.ancestor_id
) w on w.grid_id = n.grid_id
left join (select parent_id as grid_id, count(*) as grids from grid where closed_on is null group by parent_id) b on b.grid_id = n.grid_id
where list_contains(n.changes, 'status') and n.no in (select no from plan.ending where status = 'closed') and coalesce(w.people, b.grids) > 0
union all
select no, 'unit_kind', 'value_unknown', json_object('value', unit_kind_text) from plan.node where unit_kind_text is not null and unit_kind is null
union all
select no, 'resumption', 'value_unknown', json_object('value', resumption_text) from plan.node where resumption_text is not null and resumption is null
union all
select no, field, case when isfinite(try_cast(written as double)) then 'count_range' else 'number_bad' end, json_object('value', left(written, 40))
from (
  select no, 'staff' as field, staff_text as written from plan.node where staff_text is not null and staff is null
  union all
  select no, 'staff_back', staff_back_text from plan.node where staff_back_text is not null and staff_back is null
)
union all
select no, 'resumed_on', 'date_bad', json_object('value', resumed_text) from plan.node where resumed_text is not null and resumed_on is null
union all
select n.no, 'code', 'code_of_other', json_object('value', n.code) from plan.node n
join grid g on g.code = n.code and g.axis = n.axis and g.grid_id <> n.grid_id
where n.how = 'key'
union all
select n.no, case when n.older and n.code <> g.code then 'code' else 'name' end, 'list_older',
  json_object('value', trim(concat_ws(' ', n.code, n.name)), 'kept', concat_ws(' ', g.code, g.name))
from plan.node n join grid g on g.grid_id = n.grid_id
where n.older and (n.code <> g.code or n.name <> g.name or n.level <> g.level) or n.name_kept and n.name <> g.name
union all
select n.no, 'parent_code', 'parent_kept', json_object('value', n.parent_code, 'kept', concat_ws(' ', p.code, p.name))
from plan.node n join grid g on g.grid_id = n.grid_id join grid p on p.grid_id = g.parent_id join plan.compared c on c.no = n.no
where n.older and n.level <> 'county' and c.known_parent <> g.parent_id
union all
select no, 'list_year', 'value_unknown', json_object('value', list_year_text) from plan.node
where list_year_text is not null and list_year is null and not derived
union all
select n.no, s.field, 'changed_here', plan.since_of(b.batch_id, b.imported_at)
from plan.stale s
join plan.node n on n.sheet = s.sheet and n.row = s.row and not n.derived and list_contains(n.changes, s.field)
left join (
  select entity_id, max(batch_id) as batch_id,
    case when part = 'deputy' then case field when 'name' then 'deputy' when 'phone' then 'deputy_phone' end
         when part = 'responsible' then case field when 'name' then 'responsible' else field end
         when entity = 'duty' then null
         when entity = 'unit' then case field when 'kind' then 'unit_kind' else field end
         else case field when 'parent_id' then 'parent_code' when 'area_id' then 'area_code' when 'closed_note' then 'went_into' else field end end as field
  from import_change where entity in ('grid', 'duty', 'unit') group by entity_id, 3
) c on c.entity_id = n.grid_id and c.field = s.field
left join import_batch b on b.batch_id = c.batch_id
union all
select no, field, 'not_clearable', null from (select no, unnest(clears) as field from plan.node where grid_id is not null)
where field not in ('responsible', 'position', 'phone', 'duties', 'deputy', 'deputy_phone', 'lon', 'lat', 'industry', 'staff', 'resumed_on', 'staff_back', 'obstacle')
union all
-- what is outside the user's area may be named as a parent, but not changed or added to
select n.no, 'code', 'grid_outside_scope', json_object('value', coalesce(n.named, n.code, '')) from plan.node n
where not $whole and (
  n.grid_id is not null and len(n.changes) > 0 and n.grid_id not in (select grid_id from plan.in_scope)
  or n.grid_id is null and n.named is null and n.parent_no is null and coalesce(n.parent_id, n.area_id, -1) not in (select grid_id from plan.in_scope)
  or n.grid_id is null and n.parent_no in (select no from plan.node where grid_id is not null and grid_id not in (select grid_id from plan.in_scope))
  or n.area_id is not null and n.area_id not in (select grid_id from plan.in_scope))
union all
-- what somebody answers for is theirs to fill, not to raise: its level and its place are given from above
select n.no, 'level', 'grid_root', json_object('value', n.name) from plan.node n
where not $whole and list_contains($scope, n.grid_id) and list_has_any(n.changes, ['level', 'parent_code', 'area_code', 'status'])
union all
select n.no, 'parent_code', 'grid_outside_scope', json_object('value', coalesce(n.parent_code, '')) from plan.node n
join plan.compared c on c.no = n.no
where not $whole and list_contains(n.changes, 'parent_code') and c.known_parent is not null and c.known_parent not in (select grid_id from plan.in_scope);

update plan.node n set status = case
  when exists (select 1 from plan.node_issue i left join plan.severity s on s.code = i.code
               where i.no = n.no and (s.severity = 'error' or i.code in ('above_county', 'grid_virtual'))) then 'rejected'
  when grid_id is null then 'new' when len(changes) > 0 then 'changed' else 'unchanged' end;

update plan.node n set status = 'conflict'
where sheet not in (select unnest(cast($taking as integer[]))) and status = 'changed'
  and exists (select 1 from plan.node_issue i where i.no = n.no and i.code = 'changed_here');

-- below a node that was kept out, what does not exist yet is kept out too, and what would move there
create or replace table plan.orphan as
with recursive lost as (
  select no from plan.node where status = 'rejected' and grid_id is null and level is distinct from 'above'
  union
  select n.no from plan.node n join lost l on n.parent_no = l.no where n.grid_id is null
)
select n.no from plan.node n join lost l on l.no = n.no where n.status <> 'rejected'
union
select n.no from plan.node n join lost l on l.no = n.parent_no where n.grid_id is not null and n.status <> 'rejected' and list_contains(n.changes, 'parent_code');

insert into plan.node_issue select n.no, 'parent_code', 'parent_rejected', json_object('value', n.parent_code)
from plan.node n join plan.orphan o on o.no = n.no;

update plan.node n set status = 'rejected' where n.no in (select no from plan.orphan);

update plan.node n set new_no = x.new_no
from (select no, row_number() over (order by no) as new_no from plan.node where status = 'new') x where x.no = n.no;

insert into plan.issue select n.sheet, n.row, i.field, i.code, cast(i.fields as text) from plan.node_issue i join plan.node n on n.no = i.no;

-- a row's status is the strongest of its nodes
create or replace table plan.rows as
select sheet, row,
  case when bool_or(status = 'rejected' and not derived) then 'rejected' when bool_or(status = 'conflict') then 'conflict'
       when bool_or(status = 'new') then 'new'
       when bool_or(status = 'changed') then 'changed' when bool_and(status = 'rejected') then 'rejected' else 'unchanged' end as status,
  flatten(list(changes)) as changes, any_value(grid_id) filter (where not derived) as grid_id
from plan.node group by sheet, row
