-- purpose: households written at the householder's row alone: where no relation of the sheet has one, it is that of the householder above
-- grain: plan.lent one row per row of plan.staged_people that is lent something.  parameters: none
create or replace table plan.lent as
with placed as (
  select sheet, row, household_code, householder, grid, town, section, plan.is_head(relation) as head, not plan.is_head(plan.told(relation)) as member,
    coalesce(household_code, householder, grid, town, section) is not null as told
  from plan.staged_people where sheet in (select sheet from plan.staged_people where relation is not null and coalesce(household_code, householder, grid, town, section) is null)
),
of_sheet as (select sheet from placed group by sheet having count(*) filter (where member and told) = 0 and bool_or(head and coalesce(grid, section) is not null))
select m.sheet, m.row, h.household_code, h.householder, h.grid, h.town, h.section
from (from placed where member and sheet in (from of_sheet)) m
asof join (from placed where told) h on h.sheet = m.sheet and h.row <= m.row
where h.head;

insert into plan.issue
select sheet, row, 'householder', 'household_above', json_object('value', coalesce(household_code, householder, grid, section)) from plan.lent;

update plan.staged_people s set
  household_code = coalesce(s.household_code, l.household_code), householder = coalesce(s.householder, l.householder),
  grid = coalesce(s.grid, l.grid), town = coalesce(s.town, l.town), section = coalesce(s.section, l.section)
from plan.lent l where l.sheet = s.sheet and l.row = s.row
