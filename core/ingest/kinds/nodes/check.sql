-- purpose: nodes numbered, their points as converted, their parents in the file.  grain: plan.node one row per node
-- needs: plan.given, plan.point (sheet, row, lon, lat in WGS-84).  parameters: none
create or replace table plan.node as
with numbered as (
  select g.*, row_number() over (order by g.sheet, g.row, g.derived desc, g.level) as no,
    row_number() over (partition by g.axis, g.code order by g.derived, g.sheet, g.row) as time
  from plan.given g
),
placed as (
  select n.* exclude (phone, deputy_phone), p.lon, p.lat, plan.phone_digits(n.phone) as phone, plan.phone_digits(n.deputy_phone) as deputy_phone
  from numbered n left join plan.point p on p.sheet = n.sheet and p.row = case when not n.derived then n.row end
),
-- lists that write parents by name
named as (
  select axis, name, min(no) as no from placed
  where time = 1 and level is distinct from 'above' and not virtual group by axis, name having count(*) = 1
)
select n.*, coalesce(up.no, case when k.grid_id is null then b.no end) as parent_no, k.grid_id as parent_id, cast(null as integer) as grid_id, cast(null as text) as how,
  cast(null as text) as status, cast(null as integer) as new_no, cast([] as text[]) as changes, cast([] as text[]) as emptied, cast(null as text) as said_name,
  false as older, false as name_kept
from placed n
left join placed up on up.code = n.parent_code and up.axis = n.axis and up.time = 1 and up.level is distinct from 'above' and not up.virtual
left join plan.grid_key k on k.text = n.parent_code and k.axis = n.axis and k.ways = 1
left join named b on b.name = n.parent_code and b.axis = n.axis and b.no <> n.no
where not (n.derived and n.time > 1);

create or replace table plan.claimed (grid_id integer)
