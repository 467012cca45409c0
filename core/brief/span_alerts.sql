-- purpose: alerts of a span of days and what became of them; the head of span_by_detector.sql, span_by_child.sql and span_by_day.sql.  grain: counted one row per alert
-- parameters: $scope (roots), $grid, $since and $until (first and last day), $days (how many), $cutoff (the end of the last), and of one theme alone (null: all) $detector,
--   $class (of people who were in it within the span), $area (of people whom that risk area concerns)
with inside as (
  select * from alert a
  where a.grid_id in (from scope_grids($scope)) and a.grid_id in (select grid_id from grid_tree where ancestor_id = $grid) and a.opened_at <= $cutoff
    and ($detector is null or a.detector = $detector)
    and ($class is null or a.person_id in (
      select h.person_id from class_history h where h.class = $class and h.since <= $until and coalesce(h.until >= $since, true)
    ))
    and ($area is null or a.person_id in (select s.person_id from risk_stay s where s.area_id = $area and s.within))
),
dated as (
  select *, case when status in ('resolved', 'dismissed') then coalesce(ended_on, cast(handled_at as date)) end as closed_on from inside
),
counted as (
  select
    alert_id, detector, grid_id, severity, first_day,
    cast(first_day between $since and $until as integer) as opened,
    cast(first_day between cast($since as date) - cast($days as integer) and cast($since as date) - 1 as integer) as before,
    cast(coalesce(closed_on between $since and $until, false) as integer) as closed,
    cast(first_day <= $until and (closed_on is null or closed_on > $until) as integer) as open
  from dated
)
