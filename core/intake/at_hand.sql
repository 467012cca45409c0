-- purpose: who has which document and which phone, by a digest of it.  grain: one row per person and what they have: digest, person_id; in the order
-- of digests.  parameters: $since (of people changed then or later; null: of all)
select md5_number_lower(shown) as digest, person_id
from (
  select id_number as shown, person_id, updated_at from person
  union all
  select phone, person_id, updated_at from person
)
where shown is not null and ($since is null or updated_at >= $since)
order by digest, person_id
