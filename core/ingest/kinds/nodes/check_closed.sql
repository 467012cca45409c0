-- purpose: what a list says of grids that are no more: abolished, gone into another, called otherwise, in use again
-- grain: plan.ending one row per node that says something of it; status closed | open | null (not understood, or only a new name)
-- needs: plan.node with its grids, plan.list_day.  parameters: $today, $one_day (sheets for which the clerk gives one day)
create or replace table plan.ending as
with told as (
  select n.no, n.sheet, n.status_text, n.list_year, n.grid_id, plan.day(n.closed_text, $today) as day_told, v.code as status_code, plan.called_now(n.status_text) as called,
    coalesce(n.into_text, plan.went_into(n.status_text)) as into_text, plan.day_within(n.status_text, $today) as day_said,
    coalesce(v.code, plan.grid_told(n.status_text)) as said,
    nullif(concat_ws('；', case when v.code is null and n.status_text is not null then n.status_text end, '并入' || n.into_text), '') as words
  from plan.node n
  left join plan.value v on v.set_name = 'grid_status' and v.text = plan.value_key(n.status_text)
  where not n.derived and n.time = 1 and coalesce(n.status_text, case when not list_contains(cast($one_day as integer[]), n.sheet) then n.closed_text end, n.into_text) is not null
),
judged as (
  select *, case when said is null and (into_text is not null or day_told is not null and not list_contains(cast($one_day as integer[]), sheet)) then 'closed'
      else said end as status
  from told
)
select j.no, j.status, j.called, j.into_text, j.day_told, j.status_text is not null and j.said is null as unclear,
  j.said = 'open' and j.day_told is not null and not list_contains(cast($one_day as integer[]), j.sheet) as differs,
  case when j.status = 'closed' then j.words end as note,
  -- without a day it counts from the end of the list's year, from the day that the list states, or from today
  case when j.status = 'closed' then coalesce(j.day_told, j.day_said, case when j.list_year < year(cast($today as date)) then make_date(j.list_year, 12, 31) end, l.day, cast($today as date)) end as closed_on,
  case when coalesce(j.day_told, j.day_said) is not null then 'told'
       when j.list_year < year(cast($today as date)) or l.day is not null then 'list' else 'today' end as day_from,
  cast(null as integer) as into_id, cast(null as integer) as into_no
from judged j left join plan.list_day l on l.sheet = j.sheet;

-- what it went into: a neighbour below the same parent, in the list or in the register; else the one grid that is called so
update plan.ending e set into_no = m.no, into_id = m.grid_id
from (
  select e.no, min(o.no) as no, min(o.grid_id) as grid_id
  from plan.ending e
  join plan.node n on n.no = e.no
  join plan.node o on o.axis = n.axis and o.level = n.level and plan.stem(o.name) = plan.stem(e.into_text) and o.time = 1 and not o.derived
    and o.parent_no is not distinct from n.parent_no and o.parent_id is not distinct from n.parent_id
  where o.no <> n.no and o.no not in (select no from plan.ending where status = 'closed')
  group by e.no having count(*) = 1
) m where m.no = e.no;

update plan.ending e set into_id = m.grid_id
from (
  select e.no, min(g.grid_id) as grid_id
  from plan.ending e
  join plan.node n on n.no = e.no
  join grid own on own.grid_id = n.grid_id
  join grid g on g.parent_id = own.parent_id and g.axis = n.axis and g.level = n.level and plan.stem(g.name) = plan.stem(e.into_text)
  where g.grid_id <> n.grid_id and g.closed_on is null and e.into_no is null
  group by e.no having count(*) = 1
) m where m.no = e.no;

update plan.ending e set into_id = k.grid_id
from plan.node n, plan.grid_key k
where n.no = e.no and k.text = e.into_text and k.axis = n.axis and k.ways = 1 and e.into_no is null and e.into_id is null
  and k.grid_id is distinct from n.grid_id;

-- a new name: the row's own becomes a former one
update plan.node n set said_name = n.name, name = e.called from plan.ending e where e.no = n.no and e.called is not null and n.name <> e.called
