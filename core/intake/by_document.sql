-- purpose: people by their documents.  grain: one row per document that is in the register: document, person_id.  parameters: $documents
select id_number as document, min(person_id) as person_id from person
where id_number in (select unnest(cast($documents as text[]))) group by id_number
