-- purpose: what citizens asked of the desk.  grain: one row per request, those that wait first.  parameters: $scope (roots), $on, $reveal_name
select r.request_id, r.receipt, r.kind, r.person_id, case when $reveal_name then p.name else mask_name(p.name) end as name, r.told, r.told_at, r.answer, r.answered_at
from citizen_request r
left join person p on p.person_id = r.person_id
where case when r.person_id is null then list_contains($scope, 0) else list_contains($scope, 0) or r.person_id in (from scope_people($scope, $on)) end
order by r.answer is not null, r.told_at, r.request_id
limit 500
