-- purpose: whom the rows of a list of cases are about.  grain: plan.who_asked one row per staged row that names somebody; plan.unnamed one row per
-- row whose name is hidden (张某某) and that has a number: a case without a person.  parameters: none
-- lists of long ago: days before the years that people of a register can have been born in
create or replace macro plan.case_day(x, today) as
  coalesce(plan.past_day(x, today), case when regexp_full_match(x, '1[5-8]\d\d-\d\d-\d\d') then try_cast(x as date) end);
create or replace macro plan.years_of(x, unit) as
  [n / case coalesce(unit, case when regexp_matches(x, '月|[mM]') then 'month' when regexp_matches(x, '[天日dD]') then 'day' else 'year' end)
       when 'month' then 12 when 'day' then 365.25 else 1 end
   for n in [try_cast(regexp_extract(x, '^(?:\s*[男女]?\s*[/／、，,;；]?\s*)(\d{1,3}(\.\d+)?)', 1) as double)]][1];

create or replace table plan.unnamed as
select sheet, row from plan.staged_cases
where plan.told(case_no) is not null and plan.told(id_number) is null and plan.told(phone) is null and plan.name_fault(plan.told(name)) = 'name_masked';

create or replace table plan.who_asked as
select s.sheet, s.row, s.id_number, s.phone, s.name, g.grid_id, s.household_code, d.person_id as known_id
from plan.staged_cases s
left join plan.keyed k on k.sheet = s.sheet and k.row = s.row
left join disease_case d on d.case_id = k.entity_id
left join plan.grid_text g on g.axis = 'area' and g.ways = 1 and g.written is not distinct from s.grid and g.town is not distinct from s.town
  and g.section is not distinct from s.section
where coalesce(plan.told(s.id_number), plan.told(s.phone), plan.told(s.name)) is not null
  and not exists (select 1 from plan.unnamed u where u.sheet = s.sheet and u.row = s.row)
