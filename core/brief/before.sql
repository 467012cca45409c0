-- purpose: the brief with which another is compared: of an earlier day the last one, signed off before unsigned; else the last version of the same day
-- grain: at most one row (day, version, content).  parameters: $grid, $day, $lang, $kind, $theme, $scope (roots)
select day, version, content
from brief
where grid_id = $grid and language = $lang and kind = $kind and theme = $theme and day <= $day and grid_id in (from scope_grids($scope))
order by day < $day desc, signed_at is not null desc, day desc, version desc
limit 1
