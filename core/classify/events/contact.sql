-- purpose: people who were near a case, from their last contact; who was near a contact that turned out a case is one too. A case that was excluded
-- ends it on that day.  grain: one row per contact
-- parameters: /*first*/, $last (days of last contact that matter; what has an end matters until then)
select
  c.person_id,
  p.home_grid_id as grid_id,
  c.last_contact_on as on_day,
  -- least() takes no heed of null
  least(nullif(c.quarantine_until, date '9999-12-31'), case when d.outcome = 'excluded' then coalesce(d.outcome_on, d.confirmed_on, d.reported_on, c.last_contact_on) end)
    as ends_on,
  c.kind as contact_kind,
  c.relation,
  d.kind as case_kind,
  d.disease,
  d.case_id is not null as case_known,
  c.place as contact_place,
  c.found_on,
  c.quarantine_from as contact_from,
  c.quarantine_until as contact_until
from case_contact c
join contact_sources() s on s.contact_id = c.contact_id
join person p on p.person_id = c.person_id
left join disease_case d on d.case_id = s.case_id
where s.level = 'contact' and coalesce(c.last_contact_on, date '1900-01-01') <= $last
  and greatest(coalesce(c.last_contact_on, date '9999-12-31'), coalesce(c.quarantine_until, date '1900-01-01')) >= /*first*/
