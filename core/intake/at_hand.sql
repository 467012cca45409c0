-- purpose: who has which document and which phone, by a digest of it.  grain: one row per person and what they have: digest, person_id; in the order
-- of digests.  parameters: none
select md5_number_lower(shown) as digest, person_id
from (select id_number as shown, person_id from person union all select phone, person_id from person)
where shown is not null order by digest, person_id
