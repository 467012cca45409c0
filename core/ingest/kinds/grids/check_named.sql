-- purpose: rows of lists without the codes of towns: which grid each is about, as it is written
-- grain: plan.grid_named one row per staged row of such a list.  parameters: $by_name (those sheets)
-- found: to be looked up by what is written (a name, or a code beside which a section stands); otherwise a row of codes
-- field: the column that names the grid
create or replace table plan.grid_named as
with told as (
  select sheet, row, plan.joined(plan.told(village_code)) as village_code, plan.told(village_name) as village, plan.told(name) as name,
    plan.told(town_name) as town, plan.told(section) as section
  from plan.staged_grids where list_contains(cast($by_name as integer[]), sheet)
),
written as (
  select sheet, row, village_code, village, town, coalesce(village_code, village, name) as written,
    coalesce(section, case when village is not null then name end) as section,
    case when section is not null then 'section' when name is not null then 'name' when coalesce(village_code, village) is not null or town is null then 'village_name'
         else 'town_name' end as field
  from told
)
select sheet, row, village_code, town, field, village_code is null or village is null or section is not null as found,
  case when village_code is null or village is null or section is not null then written end as written,
  case when village_code is null or village is null or section is not null then section end as section
from written
