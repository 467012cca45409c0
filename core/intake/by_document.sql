-- purpose: people by their documents.  grain: one row per row of given_people whose document is in the register: no, person_id.  parameters: none
select g.no, min(p.person_id) as person_id from given_people g join person p on p.id_number = g.document group by g.no
