-- purpose: risk areas as typed values, matched with grids of the county, with places outside, and with what is listed
-- grain: plan.risk_areas one row per staged row.  parameters: $today, $latest, $scope roots
create or replace table plan.risk_areas as
with read as (
  select s.sheet, s.row, p.written, left(p.name, 200) as name, v.code as level, s.level as level_text,
    coalesce(plan.day(s.since, $today), case when plan.told(s.since) is null then plan.day(s.published_on, $today) end) as since, s.since as since_text,
    plan.day(s.until, $today) as until, plan.told(s.until) as until_text,
    plan.day(s.published_on, $today) as published_on, plan.told(s.published_on) as published_text, left(plan.told(s.source), 200) as source
  from plan.staged_risk_areas s
  join plan.written_place p on p.sheet = s.sheet and p.row = s.row
  left join plan.value v on v.set_name = 'risk_level' and v.text = plan.value_key(s.level)
),
outside as (
  select s.text, min(s.code) as code, any_value(s.rest) as rest, any_value(s.ways) as ways,
    bool_or(exists (select 1 from grid g where g.level = 'county' and left(g.code, 6) = s.code)) as own
  from plan.said_place s group by s.text
),
found as (
  select r.*, t.grid_id is not null as inside, t.ways as grid_ways, o.ways as outside_ways,
    case when t.grid_id is not null and not (t.how = 'ending' and o.ways = 1 and not o.own) then t.grid_id end as grid_id,
    case when (t.grid_id is null or t.how = 'ending') and o.ways = 1 and not o.own then o.code end as code,
    case when (t.grid_id is null or t.how = 'ending') and o.ways = 1 and not o.own then nullif(o.rest, '') end as below
  from read r
  left join plan.grid_text t on t.axis = 'any' and t.written = r.written
  left join outside o on o.text = r.written
),
placed as (
  select *, case when grid_id is not null or code is not null then risk_place(grid_id, code, below) end as place from found
),
listed as (
  select *, risk_place(grid_id, code, below) as place from standing_areas()
)
select p.*, a.area_id, k.area_id as known_id,
  row_number() over (partition by p.place, p.since order by p.sheet, p.row) as time,
  first_value(p.row) over (partition by p.place, p.since order by p.sheet, p.row) as first_row,
  case when a.area_id is null then [] else list_filter([
    case when p.level <> a.level then 'level' end,
    case when p.until is not null and p.until is distinct from was.until then 'until' end,
    case when p.source is not null and p.source is distinct from a.source then 'source' end,
    case when p.published_on is not null and p.published_on is distinct from a.published_on then 'published_on' end], x -> x is not null) end as changes,
  cast(null as text) as status, cast(null as integer) as new_no
from placed p
left join listed a on a.place = p.place and a.since = p.since
left join risk_area was on was.area_id = a.area_id
-- the same level goes on there already
left join (
  select q.sheet, q.row, max(l.area_id) as area_id from placed q join listed l on l.place = q.place and l.level = q.level
  where l.since < q.since and coalesce(l.ends_on, date '9999-12-31') >= q.since group by q.sheet, q.row
) k on k.sheet = p.sheet and k.row = p.row;

insert into plan.issue
select sheet, row, 'level', 'risk_level_unknown', json_object('value', coalesce(level_text, '')) from plan.risk_areas where level is null
union all
select sheet, row, 'since', 'risk_since_bad', json_object('value', coalesce(since_text, '')) from plan.risk_areas where since is null
union all
select sheet, row, 'until', 'date_bad', json_object('value', until_text) from plan.risk_areas where until_text is not null and until is null
union all
select sheet, row, 'published_on', 'date_bad', json_object('value', published_text) from plan.risk_areas where published_text is not null and published_on is null
union all
select sheet, row, 'until', 'risk_dates_turned', json_object('since', since, 'until', until) from plan.risk_areas where until < since
union all
select sheet, row, 'area', 'risk_place_missing', null from plan.risk_areas where written is null
union all
select sheet, row, 'area', 'risk_place_unknown', json_object('value', written) from plan.risk_areas
where written is not null and place is null and coalesce(grid_ways, 0) <= 1 and coalesce(outside_ways, 0) <= 1
union all
select sheet, row, 'area', 'risk_place_several', json_object('value', written, 'ways', greatest(coalesce(grid_ways, 0), coalesce(outside_ways, 0))) from plan.risk_areas
where place is null and greatest(coalesce(grid_ways, 0), coalesce(outside_ways, 0)) > 1
union all
select sheet, row, 'area', 'grid_outside_scope', json_object('value', written) from plan.risk_areas
where grid_id is not null and grid_id not in (select grid_id from plan.in_scope)
union all
select sheet, row, 'area', 'risk_area_known', json_object('number', known_id) from plan.risk_areas where known_id is not null and area_id is null
union all
select sheet, row, 'area', 'duplicate_row', json_object('first', first_row) from plan.risk_areas where place is not null and since is not null and time > 1;

create or replace table plan.refused as
select distinct i.sheet, i.row from plan.issue i join plan.severity s on s.code = i.code where s.severity = 'error';

update plan.risk_areas a set status = case
  when exists (select 1 from plan.refused r where r.sheet = a.sheet and r.row = a.row) then 'rejected'
  when area_id is null then 'new' when len(changes) > 0 then 'changed' else 'unchanged' end;

update plan.risk_areas a set new_no = n.new_no
from (select sheet, row, row_number() over (order by since, sheet, row) as new_no from plan.risk_areas where status = 'new') n
where n.sheet = a.sheet and n.row = a.row
