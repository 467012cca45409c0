-- purpose: who has a phone: a family shares one, the name says who is meant.  grain: one row per row of given_people without a document and person: no, person_id, name
-- parameters: none
select g.no, p.person_id, p.name from given_people g join person p on p.phone = g.phone where g.document is null
