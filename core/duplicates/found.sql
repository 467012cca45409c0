-- purpose: which of the pairs may be the same person, and what speaks for it and against.  grain: table found, one row per pair
-- needs: subject, candidate_pair
create or replace temp table found as
with compared as (
  select c.person_a, c.person_b,
    coalesce(a.document = b.document, false) as same_document,
    coalesce(a.document <> b.document and a.document_holds and b.document_holds and a.id_type = b.id_type, false) as other_document,
    coalesce(a.name = b.name, false) as same_name,
    coalesce(a.folded = b.folded, false) as same_folded,
    coalesce(a.sound = b.sound, false) as same_sound,
    coalesce(a.phone = b.phone, false) as same_phone,
    coalesce(a.phone <> b.phone, false) as other_phone,
    coalesce(a.birth_date = b.birth_date, false) as same_birth,
    coalesce(a.birth_date <> b.birth_date, false) as other_birth,
    -- two of year, month and day agree, or month and day are swapped: a slip of the hand
    coalesce(cast(year(a.birth_date) = year(b.birth_date) as integer) + cast(month(a.birth_date) = month(b.birth_date) as integer)
      + cast(day(a.birth_date) = day(b.birth_date) as integer) >= 2
      or (year(a.birth_date) = year(b.birth_date) and month(a.birth_date) = day(b.birth_date) and day(a.birth_date) = month(b.birth_date)),
      false) as near_birth,
    coalesce(a.sex <> b.sex, false) as other_sex,
    coalesce(a.household_id = b.household_id, false) as same_household,
    coalesce(a.village_id = b.village_id, false) as same_village,
    coalesce(a.township_id = b.township_id, false) as same_township
  from candidate_pair c
  join subject a on a.person_id = c.person_a
  join subject b on b.person_id = c.person_b
),
ruled as (
  select *,
    case
      when same_document then 'document'
      when same_phone and same_folded and (not other_birth or near_birth or not other_sex and not other_document) then 'phone'
      -- two different valid numbers: only phone and name together are strong enough to ask
      when other_document or other_sex then null
      when same_phone and same_sound and not other_birth then 'phone'
      when same_birth and (same_folded and same_township or same_sound and same_village) then 'birth'
      when same_household and same_folded and (not other_birth or near_birth) then 'household'
      when same_household and same_sound and not other_birth then 'household'
    end as rule
  from compared
)
select person_a, person_b, rule,
  case when rule = 'document' then 'same' else 'perhaps' end as band,
  case when rule = 'document' then 1.0 else least(0.99, greatest(0.05,
    case when same_name then 0.45 when same_folded then 0.43 else 0.3 end
    + case when same_phone then 0.3 else 0 end + case when same_birth then 0.25 when near_birth then 0.1 else 0 end
    + case when same_household then 0.15 when same_village then 0.1 when same_township then 0.03 else 0 end
    - case when other_phone then 0.05 else 0 end - case when other_birth and not near_birth then 0.25 else 0 end
    - case when other_sex then 0.15 else 0 end - case when other_document then 0.4 else 0 end)) end as score,
  cast(to_json(list_filter([
    case when same_document then 'same_document' end,
    case when same_name then 'same_name' when same_folded then 'variant_name' when same_sound then 'same_sound' else 'other_name' end,
    case when same_phone then 'same_phone' end,
    case when same_birth then 'same_birth' when near_birth then 'near_birth' end,
    case when same_household then 'same_household' when same_village then 'same_village' end,
    case when other_document then 'other_document' end, case when other_birth and not near_birth then 'other_birth' end,
    case when other_phone then 'other_phone' end, case when other_sex then 'other_sex' end], x -> x is not null)) as text) as reasons
from ruled
where rule is not null
