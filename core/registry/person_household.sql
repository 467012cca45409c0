-- purpose: those who live in the same household, the householder first; out of reach they are left out
-- grain: one row per person.  parameters: $person_id, $scope roots, $as_of; $show_name, $show_phone
select
  p.person_id,
  case when $show_name then p.name else mask_name(p.name) end as name,
  p.sex,
  year(p.birth_date) as born,
  p.relation,
  case when $show_phone then p.phone else mask_phone(p.phone) end as phone,
  h.householder_id is not distinct from p.person_id as householder,
  c.class,
  p.status
from person p
join household h on h.household_id = p.household_id
left join person_class c on c.person_id = p.person_id and c.rank = 1
where p.household_id = (select household_id from person where person_id = $person_id)
  and (p.person_id = $person_id or p.person_id in (from scope_people($scope, $as_of)))
order by householder desc, p.birth_date nulls last, p.person_id
