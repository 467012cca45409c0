-- purpose: from whom it may have come to one person, and to whom it may have gone on
-- grain: one row per case or contact: step below 0 (-1: of whom the person was infected or a contact, -2: of whom that one, at most six) or 1 (those near the person,
-- and cases that name the person as their source); role case | contact | second_contact; person_id and name null out of reach
-- parameters: $person_id, $scope roots, $as_of, $show_name
with recursive mine as (
  select case_id, case_key(case_no) as no, infector_no from disease_case where person_id = $person_id
),
source as (
  select * from contact_sources()
),
start as (
  select case_key(infector_no) as no from mine where infector_no is not null
  union
  select case_key(d.case_no)
  from case_contact c join source s on s.contact_id = c.contact_id join disease_case d on d.case_id = s.case_id
  where c.person_id = $person_id
),
up as (
  select d.case_id, case_key(d.case_no) as no, case_key(d.infector_no) as infector, -1 as step
  from start s join disease_case d on case_key(d.case_no) = s.no
  where d.person_id is distinct from $person_id
  union
  select d.case_id, case_key(d.case_no), case_key(d.infector_no), u.step - 1
  from up u join disease_case d on case_key(d.case_no) = u.infector
  where u.step > -6
),
node as (
  select max(step) as step, 'case' as role, case_id, cast(null as integer) as contact_id from up group by case_id
  union all
  -- the contact through whom the person is a second one
  select distinct -1, 'contact', cast(null as integer), t.contact_id
  from case_contact c
  join source s on s.contact_id = c.contact_id
  join case_contact t on t.person_id = s.through_id
  where c.person_id = $person_id and s.level = 'second_contact' and s.through_id <> $person_id
  union all
  select 1, 'case', d.case_id, null from disease_case d join mine m on m.no = case_key(d.infector_no) where d.person_id is distinct from $person_id
  union all
  select distinct 1, s.level, cast(null as integer), c.contact_id
  from case_contact c
  join source s on s.contact_id = c.contact_id
  left join mine m on m.case_id = s.case_id
  where c.person_id is distinct from $person_id and (m.case_id is not null or s.through_id = $person_id)
),
told as (
  select n.step, n.role, coalesce(d.person_id, c.person_id) as person_id, coalesce(d.case_no, c.contact_no) as number,
    coalesce(d.kind, c.kind) as kind, coalesce(d.onset_on, d.confirmed_on, c.last_contact_on) as day, c.relation,
    -- a contact who turned out a case stands there as that alone
    case when n.role <> 'case' and n.step = 1 then exists (
      select 1 from node o join disease_case x on x.case_id = o.case_id where o.step = 1 and x.person_id = c.person_id) else false end as twice
  from node n
  left join disease_case d on d.case_id = n.case_id
  left join case_contact c on c.contact_id = n.contact_id
)
select t.step, t.role, p.person_id, case when $show_name then p.name else mask_name(p.name) end as name, t.number, t.kind, t.day, t.relation
from told t
left join person p on p.person_id = t.person_id and p.person_id in (from scope_people($scope, $as_of))
where not t.twice
order by t.step, case t.role when 'case' then 0 when 'contact' then 1 else 2 end, t.day nulls last, t.number, p.person_id
