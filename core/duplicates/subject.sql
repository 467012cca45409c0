-- purpose: people as they are compared, and the keys that two of them may share: equal document, phone and name, name (as written, variant or
--   sound) with birth date and place, name and household
-- grain: tables subject, one row per person; block_key, one row per person and key.  parameters: $since (batch; null: everybody), $also (people),
--   $variants, $plain (characters and what they are written as)
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
  p.sex, p.birth_date, case when regexp_full_match(p.phone, '[0-9]+') then p.phone else nullif(translate(p.phone, ' -+()', ''), '') end as phone,
  coalesce(v.village_id, p.home_grid_id) as village_id, coalesce(w.township_id, p.home_grid_id) as township_id, p.household_id,
  $since is null or p.batch_id >= $since or p.person_id in (select unnest($also))
    or coalesce(p.updated_at >= (select imported_at from import_batch where batch_id = $since), false) as fresh
from person p
left join named n on n.name = p.name
left join papers d on d.person_id = p.person_id
left join village v on v.grid_id = p.home_grid_id
left join township w on w.grid_id = p.home_grid_id;

-- numbers that say nothing of what was held, so that no name or document leaves the desk where a cluster pairs them
create or replace temp table block_key as
select person_id, fresh, cast(key >> 1 as bigint) as key
from (
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
  select person_id, fresh, hash('i', household_id, sound) from subject where household_id is not null and sound is not null
)
