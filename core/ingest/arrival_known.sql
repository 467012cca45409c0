-- purpose: who is known under a document, or else under a phone and a name.  grain: at most one row
-- parameters: $document, $phone, $name (null: not told), $scope (roots), $as_of
with meant as (
  select person_id, 0 as place from person where id_number = document_key($document)
  union all
  select person_id, 1 as place from person where phone = regexp_replace($phone, '\D', '', 'g') and name_form(name) = name_form($name)
)
select person_id from meant where person_id in (from scope_people($scope, $as_of)) order by place, person_id limit 1
