-- purpose: alerts since $since, counted.  grain: one row per first day, township, detector, severity and status.  parameters: $scope (roots), $since, $until
with town as (select t.grid_id, min(g.name) as name from grid_tree t join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township' group by t.grid_id)
select a.first_day as day, t.name as township, a.detector, a.severity, a.status as alert_status, cast(count(*) as double) as alerts
from alert a
left join town t on t.grid_id = a.grid_id
where a.grid_id in (from scope_grids($scope)) and a.first_day between $since and $until
group by all
order by all
