-- purpose: alerts of each detector, and what became of those of its rule as it is now.  grain: one row per detector asked for
-- parameters: $codes, $digests (detectors and the digests of their rules), $since, $until, $scope (roots)
with asked as (
  select unnest($codes) as detector, unnest($digests) as rule
),
seen as (
  select *, cast(opened_at - interval 1 second as date) as opened_on from alert where alert_id in (from scope_alerts($scope))
),
a_day as (
  select detector, opened_on, count(*) as alerts
  from seen
  where opened_on between cast($since as date) and cast($until as date)
  group by detector, opened_on
),
recent as (
  select detector, sum(alerts) as alerts, max(alerts) as most from a_day group by detector
),
standing as (
  select
    detector,
    count(*) filter (where status not in ('resolved', 'dismissed')) as unfinished,
    count(*) filter (where ended_on between cast($since as date) and cast($until as date)) as over
  from seen
  group by detector
),
measured as (
  select
    k.detector,
    count(*) as said,
    count(*) filter (where s.outcome = 'handled') as confirmed,
    count(*) filter (where s.outcome = 'harmless') as harmless,
    count(*) filter (where s.outcome in ('false', 'data_error')) as wrong
  from seen s
  join asked k on k.detector = s.detector and k.rule = s.rule
  where s.outcome is not null
  group by k.detector
)
select
  k.detector, coalesce(r.alerts, 0) as alerts, coalesce(r.most, 0) as most, coalesce(t.unfinished, 0) as unfinished, coalesce(t.over, 0) as over,
  coalesce(m.said, 0) as said, coalesce(m.confirmed, 0) as confirmed, coalesce(m.harmless, 0) as harmless, coalesce(m.wrong, 0) as wrong
from asked k
left join recent r on r.detector = k.detector
left join standing t on t.detector = k.detector
left join measured m on m.detector = k.detector;
