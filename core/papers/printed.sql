-- purpose: papers to be printed, as they were made.  grain: one row per paper.  parameters: $scope (roots), $papers (ids), $on (whom the reader may see)
select paper_id, kind, language, template_id, file_no, told, void_reason
from paper
where paper_id in (select unnest(cast($papers as integer[])))
  and (person_id in (from scope_people($scope, $on)) or grid_id in (from scope_grids($scope)))
order by kind, year, number
