-- purpose: who has a phone: a family shares one, the name says who is meant.  grain: one row per phone and person: phone, person_id, name
-- parameters: $phones
select phone, person_id, name from person where phone in (select unnest(cast($phones as text[])))
