-- purpose: who answers for a grid one behind the other, as rows tell it, and how that differs from what is stored
-- grain: plan.link one row per row of the file and link that it tells of; plan.link_change likewise, with what is stored.
-- needs: plan.node with its grids, plan.link_title (sheet, no, title); put in by links.py: staged_table, links_of_row.  parameters: none
create or replace table plan.link as
with each as (
  select s.sheet, s.row, coalesce(s.clears, []) as clears, unnest([links_of_row]) as l from staged_table s
  where s.sheet in (select sheet from plan.link_title)
),
apart as (
  select sheet, row, l.no as no, plan.told(l.name) as name, plan.told(l.position) as position, plan.told(l.phone) as written,
    list_contains(clears, 'link_' || l.no) as gone, list_contains(clears, 'link_' || l.no || '_position') as no_position,
    list_contains(clears, 'link_' || l.no || '_phone') as no_phone
  from each
)
select a.sheet, a.row, a.no, t.title, a.name, a.position, a.written, a.gone, a.gone or a.no_position as no_position, a.gone or a.no_phone as no_phone,
  -- with asterisks it is masked: it came from an export, and was not edited
  case when not contains(a.written, '*') then plan.phone_digits(a.written) end as phone,
  case when a.name is not null then row_number() over (partition by a.sheet, a.row order by a.name is null, a.no) end as rank
from apart a join plan.link_title t on t.sheet = a.sheet and t.no = a.no
where coalesce(a.name, a.position, a.written) is not null or a.gone or a.no_position or a.no_phone;

create or replace table plan.link_change as
select k.sheet, k.row, k.no, n.no as node, d.name as was_name, d.position as was_position, d.phone as was_phone,
  list_filter([
    case when coalesce(k.name <> d.name, k.name is not null and d.name is null or k.gone and d.name is not null) then 'link_' || k.no end,
    case when (k.name is not null or d.name is not null)
              and coalesce(k.position <> d.position, k.position is not null or k.no_position and d.position is not null) then 'link_' || k.no || '_position' end,
    case when (k.name is not null or d.name is not null)
              and coalesce(k.phone <> d.phone, k.phone is not null or k.no_phone and d.phone is not null) then 'link_' || k.no || '_phone' end
  ], x -> x is not null) as changes
from plan.link k
join plan.node n on n.sheet = k.sheet and n.row = k.row and not n.derived
left join duty d on d.grid_id = n.grid_id and d.role = k.title;

update plan.node n set changes = c.changes
from (select node, flatten(list(changes order by no)) as changes from plan.link_change group by node) c
where c.node = n.no and n.grid_id is not null;

insert into plan.issue
select k.sheet, k.row, 'link_' || k.no || '_phone', 'value_masked', json_object('value', k.written)
from plan.link k join plan.link_change c on c.sheet = k.sheet and c.row = k.row and c.no = k.no
where contains(k.written, '*') and mask_phone(c.was_phone) is distinct from k.written;

-- a position or a phone of nobody
insert into plan.issue
select k.sheet, k.row, 'link_' || k.no, 'duty_nameless', json_object('value', k.title)
from plan.link k join plan.link_change c on c.sheet = k.sheet and c.row = k.row and c.no = k.no
where k.name is null and c.was_name is null and coalesce(k.position, k.written) is not null
union all
select n.sheet, n.row, 'responsible', 'duty_nameless', null
from plan.node n left join duty d on d.grid_id = n.grid_id and d.role = 'responsible'
where not n.derived and n.responsible is null and d.name is null and coalesce(n.position, n.phone, n.duties) is not null
union all
select n.sheet, n.row, 'deputy', 'duty_nameless', null
from plan.node n left join duty d on d.grid_id = n.grid_id and d.role = 'deputy'
where not n.derived and n.deputy is null and d.name is null and n.deputy_phone is not null
