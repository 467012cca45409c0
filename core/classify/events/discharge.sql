-- purpose: people who were discharged as cases.  grain: one row per case.  parameters: /*first*/, $last (days of discharge that matter)
select
  d.person_id,
  p.home_grid_id as grid_id,
  d.outcome_on as on_day,
  cast(null as date) as ends_on,
  d.kind as case_kind,
  d.disease,
  d.severity,
  d.onset_on,
  d.sampled_on,
  d.confirmed_on
from disease_case d
join person p on p.person_id = d.person_id
where d.outcome = 'discharged' and (d.outcome_on between /*first*/ and $last or d.outcome_on is null)
