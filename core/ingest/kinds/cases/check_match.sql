-- purpose: cases as typed values, matched with those stored.  grain: plan.cases one row per staged row.  parameters: $today
create or replace table plan.cases as
with cell as (
  select * replace (
    plan.told(case_no) as case_no, plan.told(sex) as sex, plan.told(age) as age, plan.told(age_unit) as age_unit, plan.told(kind) as kind, plan.told(severity) as severity, plan.told(disease) as disease,
    plan.told(onset_on) as onset_on, plan.told(sampled_on) as sampled_on, plan.told(confirmed_on) as confirmed_on, plan.told(reported_on) as reported_on,
    plan.told(outcome) as outcome, plan.told(outcome_on) as outcome_on, plan.told(died_on) as died_on, coalesce(plan.numbered_name(infector_no).no, plan.told(infector_no)) as infector_no,
    plan.told(hospital) as hospital, plan.told(address) as address)
  from plan.staged_cases
),
typed as (
  select
    s.sheet, s.row, s.clears, k.entity_id as key_id, w.person_id, w.home_grid_id,
    s.case_no, case_key(s.case_no) as no_key, s.infector_no, s.hospital, s.address,
    s.sex as sex_text, x.code as sex, s.age as age_text,
    s.age_unit as unit_text, u.code as unit, case when s.age_unit is null or u.code is not null then plan.years_of(s.age, u.code) end as years,
    s.onset_on as onset_text, plan.case_day(s.onset_on, $today) as onset_on,
    s.sampled_on as sampled_text, plan.case_day(s.sampled_on, $today) as sampled_on,
    s.confirmed_on as confirmed_text, plan.case_day(s.confirmed_on, $today) as confirmed_on,
    s.reported_on as reported_text, plan.case_day(s.reported_on, $today) as reported_on,
    s.outcome_on as outcome_day_text, plan.case_day(s.outcome_on, $today) as outcome_day,
    s.died_on as died_text, plan.case_day(s.died_on, $today) as died_on,
    s.kind as kind_text, t.code as kind_told, s.severity as severity_text, v.code as severity_told, s.disease as disease_text, e.code as disease, s.outcome as outcome_text, o.code as outcome_told,
    coalesce(s.grid, s.section, s.town) as grid_text, g.grid_id
  from cell s
  left join plan.keyed k on k.sheet = s.sheet and k.row = s.row
  left join plan.who w on w.sheet = s.sheet and w.row = s.row
  left join plan.grid_text g on g.axis = 'area' and g.ways = 1 and g.written is not distinct from s.grid and g.town is not distinct from s.town
    and g.section is not distinct from s.section
  left join plan.value x on x.set_name = 'sex' and x.text = plan.value_key(s.sex)
  left join plan.value u on u.set_name = 'age_unit' and u.text = plan.value_key(s.age_unit)
  left join plan.value t on t.set_name = 'case_kind' and t.text = plan.value_key(s.kind)
  left join plan.value v on v.set_name = 'case_severity' and v.text = plan.value_key(s.severity)
  left join plan.value e on e.set_name = 'disease' and e.text = plan.value_key(s.disease)
  left join plan.value o on o.set_name = 'case_outcome' and o.text = plan.value_key(s.outcome)
),
-- no age of anybody; and what one cell says of another: a day of confirmation makes a case confirmed where nothing says otherwise, a day of death an outcome
said as (
  select * exclude (kind_told, severity_told, outcome_told, outcome_day), case when years <= 130 then years end as age,
    coalesce(kind_told, case when severity_told in ('asymptomatic', 'suspected', 'clinical', 'confirmed') then severity_told end) as kind,
    case when severity_told in ('mild', 'moderate', 'severe', 'critical') then severity_told end as severity,
    nullif(case when died_on is not null then 'died' else outcome_told end, '') as outcome, outcome_told,
    coalesce(died_on, outcome_day) as outcome_on, kind_told, severity_told, outcome_day
  from typed
),
by_number as (select case_key(case_no) as no, max(case_id) as case_id from disease_case group by case_key(case_no)),
-- a row without a number is the case of that person with that onset; one with a number may give it to a case that had none
by_person as (
  select person_id, onset_on, max(case_id) as case_id, max(case_id) filter (where own_no) as nameless
  from disease_case where person_id is not null group by person_id, onset_on
),
found as (
  select s.*, coalesce(s.key_id, n.case_id, case when s.no_key is null then p.case_id else p.nameless end) as case_id
  from said s
  left join by_number n on n.no = s.no_key
  left join by_person p on p.person_id = s.person_id and p.onset_on is not distinct from s.onset_on
),
counted as (
  select *,
    coalesce('=' || case_id, no_key, person_id || '@' || coalesce(cast(onset_on as text), '')) as self
  from found
),
known as (
  select c.* replace (coalesce(c.kind, case when d.case_id is null and c.confirmed_on is not null then 'confirmed' end) as kind),
    row_number() over (partition by c.self order by c.sheet, c.row) as time,
    first_value(c.row) over (partition by c.self order by c.sheet, c.row) as first_row,
    d.person_id as stored_person, d.case_id is not null and d.case_id not in (from scope_cases($scope, $today)) as hidden,
    list_filter([
      case when c.case_no is distinct from d.case_no and c.case_no is not null then 'case_no' end,
      case when c.person_id is not null and d.person_id is null then 'name' end,
      case when c.sex is distinct from d.sex and c.sex is not null then 'sex' end,
      case when c.age is distinct from d.age and c.age is not null then 'age' end,
      case when c.onset_on is distinct from d.onset_on and c.onset_on is not null then 'onset_on' end,
      case when c.sampled_on is distinct from d.sampled_on and c.sampled_on is not null then 'sampled_on' end,
      case when c.confirmed_on is distinct from d.confirmed_on and c.confirmed_on is not null then 'confirmed_on' end,
      case when c.reported_on is distinct from d.reported_on and c.reported_on is not null then 'reported_on' end,
      case when c.kind is distinct from d.kind and c.kind is not null then 'kind' end,
      case when c.severity is distinct from d.severity and c.severity is not null then 'severity' end,
      case when c.disease is distinct from d.disease and c.disease is not null then 'disease' end,
      case when c.outcome is distinct from d.outcome and c.outcome is not null then 'outcome' end,
      case when c.outcome_on is distinct from d.outcome_on and c.outcome_on is not null then 'outcome_on' end,
      case when c.infector_no is distinct from d.infector_no and c.infector_no is not null then 'infector_no' end,
      case when c.hospital is distinct from d.hospital and c.hospital is not null then 'hospital' end,
      case when c.grid_id is distinct from d.grid_id and c.grid_id is not null then 'grid' end,
      case when c.address is distinct from d.address and c.address is not null then 'address' end
    ], x -> x is not null) as differences,
    list_filter([
      case when list_contains(c.clears, 'onset_on') and d.onset_on is not null then 'onset_on' end,
      case when list_contains(c.clears, 'sampled_on') and d.sampled_on is not null then 'sampled_on' end,
      case when list_contains(c.clears, 'confirmed_on') and d.confirmed_on is not null then 'confirmed_on' end,
      case when list_contains(c.clears, 'reported_on') and d.reported_on is not null then 'reported_on' end,
      case when list_contains(c.clears, 'severity') and d.severity is not null then 'severity' end,
      case when list_contains(c.clears, 'disease') and d.disease is not null then 'disease' end,
      case when list_contains(c.clears, 'outcome') and d.outcome is not null then 'outcome' end,
      case when list_contains(c.clears, 'outcome_on') and d.outcome_on is not null then 'outcome_on' end,
      case when list_contains(c.clears, 'infector_no') and d.infector_no is not null then 'infector_no' end,
      case when list_contains(c.clears, 'hospital') and d.hospital is not null then 'hospital' end,
      case when list_contains(c.clears, 'address') and d.address is not null then 'address' end
    ], x -> x is not null) as emptied
  from counted c left join disease_case d on d.case_id = c.case_id
)
select * exclude (differences), case when case_id is null then [] else list_concat(differences, emptied) end as changes,
  null::text as status, null::integer as new_no
from known
