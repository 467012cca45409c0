-- purpose: tell which alert each anomaly belongs to.  grain: one row per anomaly that a closed alert has not answered; `new`: it opens the alert
-- parameters: $merge_days (days between two finds of one episode)
-- Same detector and subject: the numbers of people are negative in `subject`, those of grids positive, and an alert stays somebody's when they move.
-- Answered is what an alert had in it when somebody closed it: scans, readings and applications up to its newest one; of a condition that
-- lasts, what had begun by its last day. Whatever comes after opens a new one. What lies near in time is one episode, and belongs to an
-- unfinished alert near it, or to one that had ended by itself: a condition that comes and goes is one.
with found as (
  select f.*, coalesce(-f.person_id, f.grid_id) as subject from anomaly f
),
known as (
  select
    alert_id, detector, first_day, last_day, evidence_at, coalesce(-person_id, grid_id) as subject,
    status in ('resolved', 'dismissed') as closed,
    coalesce(closing_reason, '') = 'over' as ended,
    status not in ('resolved', 'dismissed') or coalesce(closing_reason, '') = 'over' as takes,
    status in ('resolved', 'dismissed') and coalesce(closing_reason, '') not in ('data_undone', 'person_gone') as holds
  from alert
),
answered as (
  select distinct f.number
  from found f
  join known k on k.detector = f.detector and k.subject = f.subject
  where k.holds
    and f.last_day >= k.first_day
    and case
      when f.evidence_at is not null then f.evidence_at <= coalesce(k.evidence_at, cast(k.last_day + 1 as timestamp))
      else f.first_day <= k.last_day and not k.ended
    end
),
in_order as (
  select
    f.*,
    max(f.last_day) over (partition by f.detector, f.subject order by f.first_day, f.number rows between unbounded preceding and 1 preceding) as reached
  from found f
  where f.number not in (select number from answered)
),
chained as (
  select
    o.*,
    sum(case when o.reached is null or o.first_day > o.reached + $merge_days then 1 else 0 end)
      over (partition by o.detector, o.subject order by o.first_day, o.number rows between unbounded preceding and current row) as chain
  from in_order o
),
episode as (
  select
    c.detector, c.subject, c.chain, min(c.number) as number, min(c.first_day) as first_day, max(c.last_day) as last_day
  from chained c
  group by c.detector, c.subject, c.chain
),
candidate as (
  select
    e.number, k.alert_id, row_number() over (partition by e.number order by k.closed, k.alert_id desc) as place
  from episode e
  join known k on k.detector = e.detector and k.subject = e.subject
  where k.takes and e.first_day <= k.last_day + $merge_days and e.last_day >= k.first_day - $merge_days
),
placed as (
  select e.detector, e.subject, e.chain, e.number, k.alert_id
  from episode e
  left join candidate k on k.number = e.number and k.place = 1
)
select
  c.*,
  coalesce(p.alert_id, (select coalesce(max(alert_id), 0) from alert) + cast(p.turn as integer)) as alert_id,
  p.alert_id is null as new
from chained c
join (
  select *, sum(case when alert_id is null then 1 else 0 end) over (order by number rows between unbounded preceding and current row) as turn
  from placed
) p on p.detector = c.detector and p.subject = c.subject and p.chain = c.chain
order by c.number;
