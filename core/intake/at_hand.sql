-- purpose: who has which document, by a digest of it.  grain: one row per person with a document: digest, person_id; in the order of digests.
-- parameters: none
select md5_number_lower(id_number) as digest, person_id from person where id_number is not null order by digest, person_id
