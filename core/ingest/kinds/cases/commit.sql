-- purpose: store the new and changed cases of a plan.  parameters: $batch, $case_base
create or replace temp table was_disease_case as
select d.* from disease_case d where d.case_id in (select case_id from plan.cases where status = 'changed');

insert into disease_case (
  case_id, person_id, case_no, own_no, sex, age, onset_on, sampled_on, confirmed_on, reported_on, kind, severity, disease, outcome, outcome_on, infector_no,
  hospital, grid_id, address, batch_id)
select $case_base + new_no, person_id, coalesce(case_no, 'GC-' || ($case_base + new_no)), case_no is null, sex, age, onset_on, sampled_on, confirmed_on,
  reported_on, kind, severity, disease, outcome, outcome_on, infector_no, hospital, grid_id, address, $batch
from plan.cases where status = 'new' order by new_no;

update disease_case d set
  person_id = coalesce(d.person_id, c.person_id),
  case_no = coalesce(c.case_no, d.case_no), own_no = d.own_no and (c.case_no is null or c.case_no = d.case_no),
  sex = coalesce(c.sex, d.sex), age = coalesce(c.age, d.age),
  onset_on = case when not list_contains(c.emptied, 'onset_on') then coalesce(c.onset_on, d.onset_on) end,
  sampled_on = case when not list_contains(c.emptied, 'sampled_on') then coalesce(c.sampled_on, d.sampled_on) end,
  confirmed_on = case when not list_contains(c.emptied, 'confirmed_on') then coalesce(c.confirmed_on, d.confirmed_on) end,
  reported_on = case when not list_contains(c.emptied, 'reported_on') then coalesce(c.reported_on, d.reported_on) end,
  kind = coalesce(c.kind, d.kind),
  severity = case when not list_contains(c.emptied, 'severity') then coalesce(c.severity, d.severity) end,
  disease = case when not list_contains(c.emptied, 'disease') then coalesce(c.disease, d.disease) end,
  outcome = case when not list_contains(c.emptied, 'outcome') then coalesce(c.outcome, d.outcome) end,
  outcome_on = case when not list_contains(c.emptied, 'outcome_on') then coalesce(c.outcome_on, d.outcome_on) end,
  infector_no = case when not list_contains(c.emptied, 'infector_no') then coalesce(c.infector_no, d.infector_no) end,
  hospital = case when not list_contains(c.emptied, 'hospital') then coalesce(c.hospital, d.hospital) end,
  grid_id = coalesce(c.grid_id, d.grid_id),
  address = case when not list_contains(c.emptied, 'address') then coalesce(c.address, d.address) end
from plan.cases c where c.case_id = d.case_id and c.status = 'changed';

insert into import_grid
select distinct $batch, coalesce(home_grid_id, grid_id) from plan.cases
where status in ('new', 'changed') and coalesce(home_grid_id, grid_id) is not null
