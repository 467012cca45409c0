-- purpose: which rows come from a list older than the register, so that today's code, name, level and parent stay
-- grain: plan.older one row per recognised node.  needs: plan.node with its grids.  parameters: $current (sheets whose codes and names the clerk calls today's)
-- evidence, the strongest first: the year that the list states; a code that the grid bore before; a name of lower standing (乡 became 镇, 县
-- became 市, never back); a parent's former code. Where a row says nothing itself, it is as old as its parent's row.
create or replace table plan.older as
with recursive listed as (select grid_id, max(list_year) as list_year from grid_list_year group by grid_id),
borne as (select distinct grid_id, kind, value from grid_name),
known as (
  select n.no, n.parent_no, n.grid_id,
    coalesce(n.how = 'key' or n.sheet in (select unnest(cast($current as integer[]))) or n.list_year > l.list_year, false) as today,
    coalesce(n.list_year < l.list_year, false) as dated_before,
    n.code = g.code as same_code,
    n.code <> g.code and c.value is not null as former_code,
    n.name <> g.name and m.value is not null as former_name,
    coalesce(n.axis = 'area' and plan.standing(n.name, g.level) < plan.standing(g.name, g.level), false) as lower_standing,
    n.parent_no is null and p.code <> n.parent_code and u.value is not null as former_parent
  from plan.node n
  left join grid g on g.grid_id = n.grid_id
  left join listed l on l.grid_id = n.grid_id
  left join borne c on c.grid_id = g.grid_id and c.kind = 'code' and c.value = n.code
  left join borne m on m.grid_id = g.grid_id and m.kind = 'name' and m.value = n.name
  left join grid p on p.grid_id = n.parent_id
  left join borne u on u.grid_id = p.grid_id and u.kind = 'code' and u.value = n.parent_code
),
judged as (
  select *, case when grid_id is null then null when today then false when dated_before then true when same_code then false
                 when former_code or lower_standing or former_parent then true end as older
  from known
),
spread(no, older) as (
  select no, older from judged where older is not null
  union
  select j.no, s.older from spread s join judged j on j.parent_no = s.no and j.older is null
)
select j.no, coalesce(s.older, false) as older,
  coalesce(s.older, false) or not j.today and (j.former_name or j.lower_standing) as name_kept
from judged j left join spread s on s.no = j.no
where j.grid_id is not null;

update plan.node n set older = o.older, name_kept = o.name_kept from plan.older o where o.no = n.no
