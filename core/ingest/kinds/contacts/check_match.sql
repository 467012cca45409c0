-- purpose: contacts as typed values, matched with those stored.  grain: plan.contacts one row per staged row
-- parameters: $today, $kindless (sheets that don't say what sort of contact it is: all are close ones, as such a list is called), $scope roots
create or replace table plan.contacts as
with cell as (
  select * replace (
    plan.told(contact_no) as contact_no, coalesce(plan.numbered_name(case_no).no, plan.told(case_no), plan.numbered_name(case_name).no) as case_no,
    coalesce(plan.numbered_name(case_name).name, plan.told(case_name), plan.numbered_name(case_no).name) as case_name, plan.told(kind) as kind,
    plan.told(relation) as relation, plan.told(last_contact_on) as last_contact_on, plan.told(found_on) as found_on,
    plan.told(quarantine_from) as quarantine_from, plan.told(quarantine_until) as quarantine_until, plan.told(place) as place,
    plan.told(place_name) as place_name, plan.told(address) as address)
  from plan.staged_contacts
),
typed as (
  select
    s.sheet, s.row, s.clears, k.entity_id as key_id, w.person_id, w.home_grid_id, s.contact_no, case_key(s.contact_no) as own_key,
    -- a number in the column for the case's name, and a name in the one for its number
    coalesce(s.case_no, case when regexp_matches(s.case_name, '[0-9]') then s.case_name end) as case_told,
    case when not regexp_matches(s.case_name, '[0-9]') then s.case_name end as name_told,
    t.code as kind_told, s.kind as kind_text, r.code as relation, s.relation as relation_text,
    s.last_contact_on as last_text, plan.past_day(s.last_contact_on, $today) as last_contact_on, s.found_on as found_text, plan.past_day(s.found_on, $today) as found_on,
    s.quarantine_from as from_text, plan.past_day(s.quarantine_from, $today) as quarantine_from,
    s.quarantine_until as until_text, plan.end_day(s.quarantine_until, $today) as quarantine_until,
    p.code as place_told, s.place as place_text, s.place_name, s.address
  from cell s
  left join plan.keyed k on k.sheet = s.sheet and k.row = s.row
  left join plan.who w on w.sheet = s.sheet and w.row = s.row
  left join plan.value t on t.set_name = 'contact_kind' and t.text = plan.value_key(s.kind)
  left join plan.value r on r.set_name = 'contact_relation' and r.text = plan.value_key(s.relation)
  left join plan.value p on p.set_name = 'contact_place' and p.text = plan.value_key(s.place)
),
said as (
  select * exclude (case_told, name_told),
    case when not (plan.name_fault(case_told) is null and name_han(case_told) and not regexp_matches(case_told, '[0-9]')) then case_told end as case_no,
    coalesce(name_told, case when plan.name_fault(case_told) is null and name_han(case_told) and not regexp_matches(case_told, '[0-9]') then case_told end)
      as case_name,
    coalesce(kind_told, case when list_contains($kindless, sheet) then 'close' end) as kind, nullif(place_told, '') as place
  from typed
),
stored as (
  select contact_id, coalesce('=' || person_id, '#' || case_key(contact_no)) as whose, coalesce(case_key(case_no), name_form(case_name), '') as ref
  from case_contact
),
same as (select whose, ref, max(contact_id) as contact_id from stored group by whose, ref),
-- who has one contact alone: a list that names no case speaks of that one, and a case that comes later is that one's
sole as (select whose, max(contact_id) as contact_id, max(ref) as ref from stored group by whose having count(*) = 1),
asked as (
  select *, coalesce('=' || person_id, '#' || own_key) as whose, coalesce(case_key(case_no), name_form(case_name), '') as ref from said
),
found as (
  select a.*, coalesce(a.key_id, s.contact_id, case when a.ref = '' or o.ref = '' then o.contact_id end) as contact_id
  from asked a
  left join same s on s.whose = a.whose and s.ref = a.ref
  left join sole o on o.whose = a.whose
),
known as (
  select f.*,
    row_number() over (partition by f.whose, f.ref order by f.sheet, f.row) as time,
    first_value(f.row) over (partition by f.whose, f.ref order by f.sheet, f.row) as first_row,
    c.person_id as stored_person, c.contact_id is not null and c.contact_id not in (from scope_contacts($scope, $today)) as hidden,
    list_filter([
      case when f.contact_no is distinct from c.contact_no and f.contact_no is not null then 'contact_no' end,
      case when f.person_id is not null and c.person_id is null then 'name' end,
      case when f.case_no is distinct from c.case_no and f.case_no is not null then 'case_no' end,
      case when f.case_name is distinct from c.case_name and f.case_name is not null then 'case_name' end,
      case when f.kind is distinct from c.kind and f.kind_told is not null then 'kind' end,
      case when f.relation is distinct from c.relation and f.relation is not null then 'relation' end,
      case when f.last_contact_on is distinct from c.last_contact_on and f.last_contact_on is not null then 'last_contact_on' end,
      case when f.found_on is distinct from c.found_on and f.found_on is not null then 'found_on' end,
      case when f.quarantine_from is distinct from c.quarantine_from and f.quarantine_from is not null then 'quarantine_from' end,
      case when f.quarantine_until is distinct from c.quarantine_until and f.quarantine_until is not null then 'quarantine_until' end,
      case when f.place is distinct from c.place and f.place is not null then 'place' end,
      case when f.place_name is distinct from c.place_name and f.place_name is not null then 'place_name' end,
      case when f.address is distinct from c.address and f.address is not null then 'address' end
    ], x -> x is not null) as differences,
    list_filter([
      case when list_contains(f.clears, 'relation') and c.relation is not null then 'relation' end,
      case when list_contains(f.clears, 'last_contact_on') and c.last_contact_on is not null then 'last_contact_on' end,
      case when list_contains(f.clears, 'found_on') and c.found_on is not null then 'found_on' end,
      case when list_contains(f.clears, 'quarantine_from') and c.quarantine_from is not null then 'quarantine_from' end,
      case when list_contains(f.clears, 'quarantine_until') and c.quarantine_until is not null then 'quarantine_until' end,
      case when list_contains(f.clears, 'place') and c.place is not null then 'place' end,
      case when list_contains(f.clears, 'place_name') and c.place_name is not null then 'place_name' end
    ], x -> x is not null) as emptied
  from found f left join case_contact c on c.contact_id = f.contact_id
)
select * exclude (differences), case when contact_id is null then [] else list_concat(differences, emptied) end as changes,
  null::text as status, null::integer as new_no
from known
