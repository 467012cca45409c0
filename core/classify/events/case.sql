-- purpose: people who are cases, from the day on which that was known.  grain: one row per case
-- An outcome without its day ends on the last day that the case tells.  parameters: /*first*/ (what ended before does not matter), $last
with told as (
  select d.*, coalesce(d.confirmed_on, d.reported_on, d.sampled_on, d.onset_on) as known_on from disease_case d where d.person_id is not null
)
select
  d.person_id,
  p.home_grid_id as grid_id,
  d.known_on as on_day,
  case when d.outcome in ('discharged', 'died', 'excluded') then coalesce(d.outcome_on, greatest(d.known_on, d.onset_on)) end as ends_on,
  d.kind as case_kind,
  d.disease,
  d.severity,
  d.outcome,
  d.onset_on,
  d.sampled_on,
  d.confirmed_on,
  d.outcome_on
from told d
join person p on p.person_id = d.person_id
where coalesce(d.known_on, date '1900-01-01') <= $last
  and (d.outcome is distinct from 'discharged' and d.outcome is distinct from 'died' and d.outcome is distinct from 'excluded'
    or coalesce(d.outcome_on, d.known_on, date '9999-12-31') >= /*first*/)
