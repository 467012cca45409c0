-- purpose: who needs something done, and since and until when; a head of people_matched.sql
-- grain of needing: one row per need and person; of subject: one row per person of $need (null: of any).  parameters: $newest (the latest
--   come first, otherwise what ends first), and lists of one length in each line:
--   $class_needs, $classes, $ends_by (the class ends by that day), $begun_from (it began on that day or later)
--   $detector_needs, $detectors (open alerts about a person, within $scope);  $status_needs, $statuses (somebody's status on $as_of)
--   $stay_needs, $stays, $stays_end_by (somebody on no roster whose last membership of that kind ends by that day)
--   $application_needs, $application_statuses (journeys that are not over on $judged, the day judged)
with class_rule as (
  select unnest(cast($class_needs as text[])) as need, unnest(cast($classes as text[])) as class,
    unnest(cast($ends_by as date[])) as ends_by, unnest(cast($begun_from as date[])) as begun_from
),
detector_rule as (
  select unnest(cast($detector_needs as text[])) as need, unnest(cast($detectors as text[])) as detector
),
status_rule as (
  select unnest(cast($status_needs as text[])) as need, unnest(cast($statuses as text[])) as status
),
stay_rule as (
  select unnest(cast($stay_needs as text[])) as need, unnest(cast($stays as text[])) as kind, unnest(cast($stays_end_by as date[])) as ends_by
),
stay as (
  select m.person_id, m.kind, max(m.since) as since, max(coalesce(m.until, date '9999-12-31')) as until
  from membership m
  join stay_rule r on r.kind = m.kind
  join person p on p.person_id = m.person_id
  where not p.registered
  group by m.person_id, m.kind
),
application_rule as (
  select unnest(cast($application_needs as text[])) as need, unnest(cast($application_statuses as text[])) as status
),
reason as (
  select r.need, c.person_id, c.since, c.until
  from person_class c
  join class_rule r on r.class = c.class
  where coalesce(c.until, date '9999-12-31') <= r.ends_by and c.since >= r.begun_from
  union all
  select r.need, a.person_id, a.last_day, null
  from alert a
  join detector_rule r on r.detector = a.detector
  where a.person_id is not null and a.status in ('open', 'acknowledged', 'assigned') and a.alert_id in (from scope_alerts($scope))
  union all
  select r.need, p.person_id, p.status_on, null
  from person p
  join status_rule r on r.status = p.status
  where coalesce(p.status_on, $as_of) <= $as_of
  union all
  select r.need, s.person_id, s.since, s.until
  from stay s
  join stay_rule r on r.kind = s.kind
  where s.until <= r.ends_by
  union all
  select r.need, x.person_id, cast(x.applied_at as date), x.leave_on
  from exit_application x
  join application_rule r on r.status = x.status
  where coalesce(x.return_on, x.leave_on, $judged) >= $judged
),
needing as (
  select need, person_id, max(since) as since, min(until) as until
  from reason
  group by need, person_id
),
subject as (
  select p.*, n.place
  from person p
  join (
    select
      person_id,
      min(case when $newest then date '9999-12-31' - since else coalesce(until, date '9999-12-31') - date '1900-01-01' end) as place
    from needing
    where $need is null or need = $need
    group by person_id
  ) n on n.person_id = p.person_id
)
