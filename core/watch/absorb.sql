-- purpose: tell which alert each anomaly belongs to.  grain: one row per anomaly; `new`: it opens the alert.  parameters: none
-- Same detector and subject: an unfinished alert takes the anomaly in; a closed one whose days it touches has answered it already.
-- Somebody's alert stays theirs when they move; the numbers of people are negative in `subject`, those of grids positive.
with found as (
  select f.*, coalesce(-f.person_id, f.grid_id) as subject from anomaly f
),
known as (
  select
    alert_id, detector, last_day, status in ('resolved', 'dismissed') as closed, coalesce(closing_reason, '') not in ('data_undone', 'person_gone') as holds,
    coalesce(-person_id, grid_id) as subject
  from alert
),
candidate as (
  select
    f.number, k.alert_id, k.closed as answered,
    row_number() over (partition by f.number order by k.closed, k.alert_id desc) as place
  from found f
  join known k on k.detector = f.detector and k.subject = f.subject
  where not k.closed or f.first_day <= k.last_day and k.holds
)
select
  f.*,
  coalesce(c.alert_id, (select coalesce(max(alert_id), 0) from alert)
    + cast(sum(case when c.alert_id is null then 1 else 0 end) over (order by f.number) as integer)) as alert_id,
  c.alert_id is null as new,
  coalesce(c.answered, false) as answered
from anomaly f
left join candidate c on c.number = f.number and c.place = 1
order by f.number;
