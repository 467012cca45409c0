-- purpose: the readings that stand for the grids of a scope at a moment, what calls for moving first.  grain: one row per station (or grid) and indicator
-- parameters: $scope roots, $at, $hours (how old a reading may be), $survey_hours (of a survey's index)
select r.grid_id, g.name as grid, r.station, r.station_name, r.indicator, r.value, r.measured_at, r.prepare, r.move, r.level
from readings_at($at, $hours, $survey_hours) r
join grid g on g.grid_id = r.grid_id
where r.grid_id in (from scope_grids($scope))
order by case r.level when 'move' then 0 when 'prepare' then 1 else 2 end, r.measured_at desc, g.name, r.indicator
