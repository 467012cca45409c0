-- purpose: what a detector found beyond its budget: its weaker new episodes of the day, which wait.  grain: one row per alert that is not opened
-- parameters: $detectors, $a_day (of each; those without stand in neither), $opened_at (of this day's run: what was opened for it counts)
with budget as (
  select unnest($detectors) as detector, unnest($a_day) as a_day
),
opened as (
  select detector, count(*) as alerts from alert where opened_at = $opened_at group by detector
)
select e.alert_id, e.detector
from episode e
join budget b on b.detector = e.detector
left join opened o on o.detector = e.detector
where e.new and e.turn > b.a_day - coalesce(o.alerts, 0);
