-- purpose: rows of a grid list as nodes: either a row per grid, or wide rows that spell out county, township and village
-- (rows that only name their grid get it in grids_found.sql; `named`: that name)
-- grain: plan.given one row per node of the area tree.  parameters: $today (a list of a later year can't be),
-- $bare (sheets without a column for parents: the code tells, 450127100 of 450127100201)
create or replace table plan.given as
with coded as (
  select * replace (
      plan.joined(code) as code, plan.joined(village_code) as village_code, plan.joined(town_code) as town_code,
      plan.joined(county_code) as county_code, plan.joined(plan.told(parent_code)) as parent_code, plan.told(lon) as lon, plan.told(lat) as lat, plan.told(responsible) as responsible,
      plan.told(position) as position, plan.told(phone) as phone, plan.told(duties) as duties, plan.told(deputy) as deputy,
      plan.told(deputy_phone) as deputy_phone, plan.told(status) as status, plan.told(closed_on) as closed_on, plan.told(went_into) as went_into),
    case when list_year is not null and year(cast($today as date)) >= try_cast(regexp_extract(list_year, '(19|20)\d\d') as integer)
         then cast(regexp_extract(list_year, '(19|20)\d\d') as integer) end as of_year
  from plan.staged_grids
),
by_row as (
  select s.*, l.code as level_code,
    case when s.code is null and (village_code is not null or town_code is not null) then 'wide' else 'rows' end as shape
  from coded s left join plan.value l on l.set_name = 'area_level' and l.text = plan.value_key(s.level)
),
spelled as (
  select sheet, row, code, name,
    coalesce(level_code, case when level is null then case length(code) when 6 then 'county' when 9 then 'township' when 12 then 'village' when 15 then 'section' end end) as level,
    level as level_text, parent_code, virtual, lon, lat, responsible, position, phone, duties, deputy, deputy_phone, false as derived, clears,
    list_year as list_year_text, of_year as list_year, status as status_text, closed_on as closed_text, went_into as into_text
  from by_row where shape = 'rows'
  union all
  select sheet, row, village_code, village_name, 'village', null, town_code, virtual, lon, lat, responsible, position, phone, duties, deputy,
    deputy_phone, false, clears, list_year, of_year, status, closed_on, went_into
  from by_row where shape = 'wide' and village_code is not null
  union all
  select sheet, min(row), town_code, arg_min(town_name, row), 'township', null, any_value(county_code), null, null, null, null, null, null, null, null,
    null, true, null, null, max(of_year), null, null, null
  from by_row where shape = 'wide' and town_code is not null group by sheet, town_code
  union all
  select sheet, min(row), county_code, arg_min(county_name, row), 'county', null, null, null, null, null, null, null, null, null, null, null, true, null,
    null, max(of_year), null, null, null
  from by_row where shape = 'wide' and county_code is not null group by sheet, county_code
),
plain as (
  select * replace (
    -- national lists fill codes above the village with zeros to twelve digits
    case when level in ('county', 'township', 'above') and regexp_full_match(code, '\d{9}000')
         then case when right(code, 6) = '000000' then left(code, 6) else left(code, 9) end else code end as code)
  from spelled
),
upward as (
  select *, case when parent_code is null and (derived or list_contains(cast($bare as integer[]), sheet)) then
    case when level = 'township' and regexp_full_match(code, '\d{9}') then left(code, 6)
         when level = 'village' and regexp_full_match(code, '\d{12}') then left(code, 9)
         when level = 'section' and regexp_full_match(code, '\d{15}') then left(code, 12) end end as presumed
  from plain
)
select sheet, row, 'area' as axis,
  code,
  name, level, level_text,
  case when regexp_full_match(parent_code, '\d{9}000')
       then case when right(parent_code, 6) = '000000' then left(parent_code, 6) else left(parent_code, 9) end
       else coalesce(parent_code, presumed) end as parent_code, presumed is not null as parent_presumed,
  coalesce(lower(virtual) in ('t', 'true', '1', '是'), false) as virtual,
  lon as lon_text, lat as lat_text, responsible, position, phone, duties, deputy, deputy_phone, derived, coalesce(clears, []) as clears, list_year_text, list_year,
  status_text, closed_text, into_text,
  cast(null as text) as area_text, cast(null as integer) as area_id, 0 as area_ways, cast(null as text) as unit_kind_text,
  cast(null as text) as unit_kind, cast(null as text) as industry, cast(null as text) as staff_text, cast(null as integer) as staff,
  cast(null as text) as resumption_text, cast(null as text) as resumption, cast(null as text) as resumed_text, cast(null as date) as resumed_on,
  cast(null as text) as staff_back_text, cast(null as integer) as staff_back, cast(null as text) as obstacle,
  cast(null as text) as named
from upward;

-- wide rows that call one township or county otherwise than the first row with its code: once for each name
insert into plan.issue
with written as (
  select sheet, row, 'town_name' as field, plan.joined(town_code) as code, town_name as name from plan.staged_grids where code is null
  union all
  select sheet, row, 'county_name', plan.joined(county_code), county_name from plan.staged_grids where code is null
),
named as (
  select sheet, field, code, name, min(row) as row, min(min(row)) over (partition by sheet, field, code) as first,
    first_value(name) over (partition by sheet, field, code order by min(row)) as first_name
  from written where code is not null and name is not null group by sheet, field, code, name
)
select sheet, row, field, 'named_twice', cast(json_object('value', name, 'first', first, 'kept', first_name) as text) from named where row > first
