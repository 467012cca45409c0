-- purpose: of some people, those whom a scope reaches.  grain: one row per person.  parameters: $scope roots, $people (ids), $as_of
from scope_people_among($scope, $as_of, cast($people as integer[]))
