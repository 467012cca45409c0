-- purpose: of some people, those whom a scope reaches.  grain: one row per person
-- parameters: $scope roots, $people (ids), $least, $most (of them: known bounds spare the look at everybody), $as_of
select distinct person_id
from scope_people($scope, $as_of)
where person_id between $least and $most and person_id in (select unnest($people))
