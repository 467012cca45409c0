-- purpose: stays under observation beside those stored, issues, and what becomes of each row.  grain: plan.stays one row per staged row
-- parameters: $today, $latest, $taking (sheets whose value counts where the register changed since the export)
create or replace table plan.stays as
with told as (
  select s.sheet, s.row, w.person_id, w.home_grid_id, y.entity_id as key_id, s.clears,
    plan.told(s.since) as since_written, plan.day(s.since, $today) as since,
    plan.told(s.until) as until_written, plan.end_day(s.until, $today) as until,
    plan.told(s.released_on) as released_written, plan.day(s.released_on, $today) as released_on,
    plan.told(s.place) as place_written, coalesce(v.code, case when regexp_matches(s.place_name, '医院|卫生院|方舱') then 'hospital' when regexp_matches(s.place_name, '酒店|宾馆|隔离点|隔离房') then 'central' end) as place,
    v.code as place_told, plan.told(s.place_name) as place_name, plan.told(s.doctor) as doctor, plan.told(s.reason) as reason
  from plan.staged_quarantine s
  join plan.who w on w.sheet = s.sheet and w.row = s.row
  left join plan.keyed y on y.sheet = s.sheet and y.row = s.row
  left join plan.value v on v.set_name = 'quarantine_place' and v.text = plan.value_key(plan.told(s.place))
),
-- a release that is still to come is the day for which it is planned
typed as (
  select * replace (
    case when released_on > $today then null else released_on end as released_on,
    case when released_on > $today and until_written is null then released_on else until end as until)
  from told
),
-- the same stay: that of the row key, else that which begins on the day, else the one that goes on while nothing says that another begins
near as (
  select t.sheet, t.row, q.quarantine_id,
    row_number() over (partition by t.sheet, t.row order by (q.since = t.since)::integer desc nulls last, q.since desc nulls last, q.quarantine_id desc) as place
  from typed t
  join quarantine q on q.person_id = t.person_id
  where q.since = t.since
    or q.released_on is null and (t.since is null or q.since is null)
    or q.released_on is not null and t.since is null and t.released_on is not distinct from q.released_on
),
known as (
  select t.*, coalesce(t.key_id, n.quarantine_id) as quarantine_id
  from typed t left join near n on n.sheet = t.sheet and n.row = t.row and n.place = 1
),
stale as (select sheet, row, list(field) as fields from plan.stale where not list_contains($taking, sheet) group by sheet, row)
select k.*,
  row_number() over (partition by k.person_id, k.since order by k.sheet, k.row) as time, first_value(k.row) over (partition by k.person_id, k.since order by k.sheet, k.row) as first_row,
  case when k.quarantine_id is null then [] else list_filter([
    case when k.since is distinct from q.since and k.since is not null then 'since' end,
    case when k.until is distinct from q.until and (k.until is not null or list_contains(k.clears, 'until')) then 'until' end,
    case when k.place is distinct from q.place and (k.place is not null or list_contains(k.clears, 'place')) then 'place' end,
    case when k.place_name is distinct from q.place_name and (k.place_name is not null or list_contains(k.clears, 'place_name')) then 'place_name' end,
    case when k.doctor is distinct from q.doctor and (k.doctor is not null or list_contains(k.clears, 'doctor')) then 'doctor' end,
    case when k.released_on is distinct from q.released_on and (k.released_on is not null or list_contains(k.clears, 'released_on')) then 'released_on' end,
    case when k.reason is distinct from q.reason and (k.reason is not null or list_contains(k.clears, 'reason')) then 'reason' end
  ], lambda x: x is not null and not list_contains(coalesce(s.fields, []), x)) end as changes,
  q.since as stored_since, q.until as stored_until, null::text as status
from known k
left join quarantine q on q.quarantine_id = k.quarantine_id
left join stale s on s.sheet = k.sheet and s.row = k.row;

insert into plan.issue
select sheet, row, 'since', 'date_bad', json_object('value', since_written) from plan.stays where since_written is not null and since is null
union all
select sheet, row, 'until', 'date_bad', json_object('value', until_written) from plan.stays where until_written is not null and until is null
union all
select sheet, row, 'released_on', 'date_bad', json_object('value', released_written) from plan.stays where released_written is not null and plan.day(released_written, $today) is null
union all
select sheet, row, 'until', 'date_order', json_object('value', until_written) from plan.stays
where coalesce(until, stored_until) < coalesce(since, stored_since) and until_written is not null
union all
select sheet, row, 'released_on', 'date_order', json_object('value', released_written) from plan.stays where released_on < coalesce(since, stored_since)
union all
select sheet, row, 'since', 'stay_undated', null from plan.stays
where quarantine_id is null and since_written is null and until_written is null and released_written is null
union all
select sheet, row, 'place', 'value_unknown', json_object('value', place_written) from plan.stays where place_written is not null and place_told is null
union all
select sheet, row, field, 'not_clearable', null from (select sheet, row, unnest(clears) as field from plan.stays)
where field in ('since', 'name', 'id_number', 'phone')
union all
select sheet, row, field, 'changed_here', null from plan.stale
union all
select sheet, row, 'since', 'duplicate_row', json_object('first', first_row) from plan.stays where person_id is not null and time > 1;

update plan.stays t set status =
  case when person_id is null or exists (
         select 1 from plan.issue i join plan.severity s on s.code = i.code where i.sheet = t.sheet and i.row = t.row and s.severity = 'error') then 'rejected'
       when quarantine_id is null then 'new' when len(changes) > 0 then 'changed' else 'unchanged' end
