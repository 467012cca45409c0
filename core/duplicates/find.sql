-- purpose: which people may be the same: equal document, phone and name, name (as written, variant or sound) with birth date and
--   place, name and household
-- grain: table found, one row per pair (person_a < person_b).  parameters: $since (batch; null: everybody), $also (people), $variants, $plain
--   (characters and what they are written as), $crowd (a key held by more people is a placeholder and joins nobody)
create or replace temp table subject as
with village as (
  select t.grid_id, any_value(g.grid_id) as village_id
  from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'village'
  group by t.grid_id
),
township as (
  select t.grid_id, any_value(g.grid_id) as township_id
  from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township'
  group by t.grid_id
),
-- in steps of their own, so that each is worked out once per person
plain as materialized (
  select person_id, document_plain(id_number) as document from person where id_number is not null
),
keyed as materialized (
  select person_id, case when length(document) = 15 then document_key(document) else document end as document from plain
),
-- translate() is slow with a long list, and a county has far fewer names than people
named as materialized (
  select name, form, nullif(translate(form, $variants, $plain), '') as folded
  from (select name, name_form(name) as form from person where name is not null group by name)
),
papers as materialized (
  select person_id, document, document_valid(document) as valid from keyed
)
select
  p.person_id, d.document,
  case when d.valid then 'resident_id' when d.document is not null then p.id_type end as id_type,
  d.document is not null and (d.valid or coalesce(p.id_type, '') not in ('', 'resident_id')) as document_holds,
  n.form as name,
  n.folded,
  nullif(replace(p.pinyin, ' ', ''), '') as sound,
  p.sex, p.birth_date, nullif(translate(p.phone, ' -+()', ''), '') as phone,
  coalesce(v.village_id, p.home_grid_id) as village_id, coalesce(w.township_id, p.home_grid_id) as township_id, p.household_id,
  $since is null or p.batch_id >= $since or p.person_id in (select unnest($also))
    or coalesce(p.updated_at >= (select imported_at from import_batch where batch_id = $since), false) as fresh
from person p
left join named n on n.name = p.name
left join papers d on d.person_id = p.person_id
left join village v on v.grid_id = p.home_grid_id
left join township w on w.grid_id = p.home_grid_id;

create or replace temp table block_key as
select person_id, fresh, hash('d', document) as key from subject where document is not null
union all
select person_id, fresh, hash('p', phone, folded) from subject where phone is not null and folded is not null
union all
select person_id, fresh, hash('q', phone, sound) from subject where phone is not null and length(name) > 1 and sound is not null
union all
select person_id, fresh, hash('b', birth_date, folded, township_id) from subject where birth_date is not null and folded is not null and township_id is not null
union all
select person_id, fresh, hash('s', birth_date, sound, village_id) from subject where birth_date is not null and sound is not null and village_id is not null
union all
select person_id, fresh, hash('h', household_id, folded) from subject where household_id is not null and folded is not null
union all
select person_id, fresh, hash('i', household_id, sound) from subject where household_id is not null and sound is not null;

create or replace temp table found as
with shared as (
  select key from block_key group by key having count(*) between 2 and $crowd and bool_or(fresh)
),
held as (
  select b.person_id, b.fresh, b.key from block_key b join shared s on s.key = b.key
),
candidate as (
  select distinct least(x.person_id, y.person_id) as person_a, greatest(x.person_id, y.person_id) as person_b
  from held x join held y on y.key = x.key and x.person_id < y.person_id
  where x.fresh or y.fresh
),
compared as (
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
  from candidate c
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
