-- purpose: issues on cases, and what becomes of each row.  parameters: $latest, $whole
insert into plan.issue
select sheet, row, field, 'date_bad', json_object('value', value)
from (
  select sheet, row, unnest(list_filter([
    {'field': 'onset_on', 'value': onset_text, 'day': onset_on}, {'field': 'sampled_on', 'value': sampled_text, 'day': sampled_on},
    {'field': 'confirmed_on', 'value': confirmed_text, 'day': confirmed_on}, {'field': 'reported_on', 'value': reported_text, 'day': reported_on},
    {'field': 'outcome_on', 'value': outcome_day_text, 'day': outcome_day}, {'field': 'died_on', 'value': died_text, 'day': died_on}
  ], d -> d.value is not null and d.day is null), recursive := true)
  from plan.cases
);

insert into plan.issue
select sheet, row, field, 'date_future', json_object('value', cast(day as text))
from (
  select sheet, row, unnest(list_filter([
    {'field': 'onset_on', 'day': onset_on}, {'field': 'sampled_on', 'day': sampled_on}, {'field': 'confirmed_on', 'day': confirmed_on},
    {'field': 'reported_on', 'day': reported_on}, {'field': 'outcome_on', 'day': outcome_day}, {'field': 'died_on', 'day': died_on}
  ], d -> d.day > $latest), recursive := true)
  from plan.cases
);

-- days that are of another time than the list's, or in no order; somebody who has another case. All of it may be so.
insert into plan.issue
with middle as (
  select sheet, quantile_disc(coalesce(onset_on, confirmed_on, reported_on), .5) as day from plan.cases group by sheet
)
select c.sheet, c.row, d.field, 'date_far', json_object('value', cast(d.day as text))
from plan.cases c
join middle m on m.sheet = c.sheet,
  lateral (select unnest([{'field': 'onset_on', 'day': c.onset_on}, {'field': 'confirmed_on', 'day': c.confirmed_on}, {'field': 'reported_on', 'day': c.reported_on}], recursive := true)) d
where abs(date_diff('day', m.day, d.day)) > 3 * 365
union all
select sheet, row, 'confirmed_on', 'case_order', json_object('value', cast(confirmed_on as text), 'onset', cast(onset_on as text)) from plan.cases
where confirmed_on < onset_on and kind is distinct from 'asymptomatic'
union all
select sheet, row, 'outcome_on', 'case_order', json_object('value', cast(outcome_on as text), 'onset', cast(coalesce(onset_on, confirmed_on) as text)) from plan.cases
where outcome_on < coalesce(onset_on, confirmed_on);

insert into plan.issue
with theirs as (
  select person_id, case_id, case_key(case_no) as no, case_no as written from disease_case where person_id in (select person_id from plan.cases)
  union all
  select person_id, null, no_key, case_no from plan.cases where person_id is not null and case_id is null
)
select c.sheet, c.row, 'case_no', 'case_again', json_object('value', min(t.written))
from plan.cases c
join theirs t on t.person_id = c.person_id
where c.case_id is null and c.no_key is not null and t.no <> c.no_key
group by c.sheet, c.row;

insert into plan.issue
select sheet, row, 'kind', 'case_kind_unknown', json_object('value', kind_text) from plan.cases where kind_text is not null and kind_told is null
union all
select sheet, row, 'severity', 'value_unknown', json_object('value', severity_text) from plan.cases where severity_text is not null and severity_told is null
union all
select sheet, row, 'disease', 'value_unknown', json_object('value', disease_text) from plan.cases where disease_text is not null and disease is null
union all
select sheet, row, 'outcome', 'case_outcome_unknown', json_object('value', outcome_text) from plan.cases
where outcome_text is not null and outcome_told is null
union all
select sheet, row, 'sex', 'value_unknown', json_object('value', sex_text) from plan.cases where sex_text is not null and sex is null
union all
select sheet, row, 'age', case when years is null then 'number_bad' else 'age_range' end, json_object('value', age_text) from plan.cases
where age_text is not null and age is null and (unit_text is null or unit is not null)
union all
-- three of what: the age is not taken either
select sheet, row, 'age_unit', 'value_unknown', json_object('value', unit_text) from plan.cases where age_text is not null and unit_text is not null and unit is null
union all
select sheet, row, 'grid', 'place_unrecognised', json_object('value', grid_text) from plan.cases where grid_text is not null and grid_id is null
union all
select u.sheet, u.row, 'name', 'case_unnamed', null from plan.unnamed u
union all
select c.sheet, c.row, 'case_no', 'case_nobody', null from plan.cases c
where c.case_id is null and c.no_key is null and not exists (select 1 from plan.who_asked w where w.sheet = c.sheet and w.row = c.row)
union all
select sheet, row, 'case_no', 'case_other_person', json_object('value', case_no) from plan.cases where person_id <> stored_person
union all
-- whose case nobody can place is for those who see everything
select sheet, row, 'case_no', 'case_outside_scope', null from plan.cases
where hidden or not $whole and person_id is null and not coalesce(grid_id in (select grid_id from plan.in_scope), false)
  and not exists (select 1 from plan.who_asked w where w.sheet = plan.cases.sheet and w.row = plan.cases.row)
union all
select sheet, row, 'infector_no', 'case_infector_self', null from plan.cases where case_key(infector_no) = no_key
union all
select sheet, row, field, 'not_clearable', null from (select sheet, row, unnest(clears) as field from plan.cases where case_id is not null)
where field not in ('onset_on', 'sampled_on', 'confirmed_on', 'reported_on', 'severity', 'disease', 'outcome', 'outcome_on', 'infector_no', 'hospital', 'address')
union all
select sheet, row, 'case_no', 'duplicate_row', json_object('first', first_row) from plan.cases where self is not null and time > 1;

create or replace table plan.refused as
select distinct i.sheet, i.row from plan.issue i join plan.severity s on s.code = i.code where s.severity = 'error';

update plan.cases c set status = case
  when exists (select 1 from plan.refused r where r.sheet = c.sheet and r.row = c.row) then 'rejected'
  when case_id is null then 'new' when len(changes) > 0 then 'changed' else 'unchanged' end;

update plan.cases c set new_no = n.new_no
from (select sheet, row, row_number() over (order by sheet, row) as new_no from plan.cases where status = 'new') n
where n.sheet = c.sheet and n.row = c.row
