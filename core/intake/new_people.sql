-- purpose: visitors as people of the register.  grain: one row per row of given_visitors.  parameters: $batch, $now
insert into person (person_id, name, pinyin, initials, id_type, id_number, phone, registered, batch_id, updated_at)
select person_id, name, pinyin, initials, case when document_valid(document) then 'resident_id' when document is not null then 'other' end, document, phone, false, $batch, $now
from given_visitors order by person_id
