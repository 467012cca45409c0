-- purpose: one person as a case.  grain: one row per case, the latest first.  parameters: $person_id
select d.case_no, d.own_no, d.kind, d.severity, d.onset_on, d.sampled_on, d.confirmed_on, d.reported_on, d.outcome, d.outcome_on, d.hospital,
  d.infector_no, b.file_name as file
from disease_case d
left join import_batch b on b.batch_id = d.batch_id
where d.person_id = $person_id
order by coalesce(d.confirmed_on, d.onset_on, d.reported_on) desc nulls last, d.case_id desc
