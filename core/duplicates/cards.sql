-- purpose: the two entries of a pair, to be shown side by side, and of each field a key by which equal values are known even masked
-- grain: one row per person.  parameters: $a, $b (person_id), $show_<field> (not masked)
with trail as (
  select person_id, sum(check_ins) as check_ins, max(last_at) as last_seen
  from person_day where person_id in ($a, $b) group by person_id
),
places as (
  select m.person_id, string_agg(g.name, ', ' order by m.kind, g.name) as names
  from membership m join grid g on g.grid_id = m.grid_id
  where m.person_id in ($a, $b) and m.until is null and m.kind <> 'home'
  group by m.person_id
)
select
  p.person_id,
  p.registered,
  case when $show_name then p.name else mask_name(p.name) end as name, hash(name_form(p.name)) as key_name,
  p.sex, hash(p.sex) as key_sex,
  case when $show_id_number then strftime(p.birth_date, '%Y-%m-%d') else mask_birth(strftime(p.birth_date, '%Y-%m-%d')) end as birth_date, hash(p.birth_date) as key_birth_date,
  case when $show_id_number then p.id_number else mask_id(p.id_number) end as id_number, hash(document_key(p.id_number)) as key_id_number,
  case when $show_phone then p.phone else mask_phone(p.phone) end as phone, hash(p.phone) as key_phone,
  case when u.grid_id is null or u.level in ('county', 'township') then g.name else u.name || ' ' || g.name end as home, hash(p.home_grid_id) as key_home,
  h.code as household, hash(p.household_id) as key_household,
  p.relation, hash(p.relation) as key_relation,
  case when p.address is null then null when $show_address then p.address else '****' end as address, hash(p.address) as key_address,
  b.names as places, hash(b.names) as key_places,
  p.attention, hash(p.attention) as key_attention,
  p.status, hash(p.status) as key_status,
  coalesce(t.check_ins, 0) as check_ins,
  t.last_seen,
  coalesce(i.file_name, '') as file_name,
  p.updated_at
from person p
left join grid g on g.grid_id = p.home_grid_id
left join grid u on u.grid_id = g.parent_id
left join household h on h.household_id = p.household_id
left join trail t on t.person_id = p.person_id
left join places b on b.person_id = p.person_id
left join import_batch i on i.batch_id = p.batch_id
where p.person_id in ($a, $b)
