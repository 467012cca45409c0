-- purpose: the document numbers that a batch of check-ins holds; each is judged once for all batches, for a person scans many times
-- grain: plan.number one row per number as written; those of given_rows (no, written) are added.  parameters: none
-- answer: the meaning of each row of given_rows
insert into plan.number
with fresh as (
  select g.written, plan.told(g.written) as told from given_rows g
  where g.written is not null and not exists (select 1 from plan.number n where n.written = g.written)
),
known as (
  select f.written, f.told, min(p.person_id) as person_id from fresh f left join person p on p.id_number = f.told group by f.written, f.told
),
spelled as (
  select *, case when person_id is null then plan.document(told) end as document from known
),
by_document as (
  select s.document, min(p.person_id) as person_id from spelled s join person p on p.id_number = s.document group by s.document
),
judged as (
  select s.written, s.document,
    case when contains(s.document, '*') then 'id_masked'
         when plan.rounded_number(s.document) then 'id_numeric'
         when plan.resident_shape(s.document) and not plan.resident_fits(s.document) then 'id_checksum' end as fault,
    coalesce(s.person_id, d.person_id) as person_id
  from spelled s left join by_document d on d.document = s.document
)
select written, person_id, case when person_id is null or fault is not null then document end, fault from judged;

select n.person_id, n.document, n.fault as number_fault
from given_rows g left join plan.number n on n.written = g.written order by g.no
