-- purpose: cases among some people, and the contacts that lists have of them.  grain: one row.  parameters: $scope (roots), $people (ids), $as_of
with found as (
  select case_id, case_key(case_no) as key from disease_case
  where person_id in (select unnest(cast($people as integer[]))) and case_id in (from scope_cases($scope, $as_of))
),
near as (
  select distinct c.contact_id from found f join case_contact c on case_key(c.case_no) = f.key where c.contact_id in (from scope_contacts($scope, $as_of))
)
select (select count(*) from found) as cases, (select count(*) from near) as contacts
