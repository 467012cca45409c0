-- purpose: whom doubtful rows of a list about people may mean.  grain: one row per row of the sheet and person whom the reader may see
-- parameters: $sheet, $scope roots, $as_of, $limit.  put in by doubtful.py: sides_of_person, the columns of the person
with doubtful as (
  select distinct sheet, row from plan.issue where sheet = $sheet and code = 'person_doubtful'
)
select d.row, p.person_id, sides_of_person, g.name as place
from doubtful d
join plan.who_called c on c.sheet = d.sheet and c.row = d.row
join person p on p.person_id = c.person_id
left join grid g on g.grid_id = p.home_grid_id
where c.may_be and p.person_id in (from scope_people($scope, $as_of))
order by d.row, p.person_id
limit $limit
