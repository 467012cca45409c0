-- purpose: one person as a contact: of which case, or of whom.  grain: one row per contact, the latest first
-- case_name: of the case as its list writes it, masked unless names are shown; waits: the case is not in the store;
-- through: who is named there is a contact himself.  parameters: $person_id, $show_name
select s.level, c.contact_no, coalesce(d.case_no, c.case_no) as case_no, case when $show_name then c.case_name else mask_name(c.case_name) end as case_name,
  c.kind, c.relation, c.last_contact_on, c.found_on, c.quarantine_from, c.quarantine_until, c.place, c.place_name,
  d.kind as case_kind, d.outcome as case_outcome, s.case_id is null and not s.through as waits, s.case_id is null and s.through as through, b.file_name as file
from case_contact c
join contact_sources() s on s.contact_id = c.contact_id
left join disease_case d on d.case_id = s.case_id
left join import_batch b on b.batch_id = c.batch_id
where c.person_id = $person_id
order by c.last_contact_on desc nulls last, c.contact_id desc
