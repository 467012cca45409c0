-- purpose: what keeps the units that units_matched.sql (its head) finds from opening on a day
-- grain: one row per unit, the worst first.  parameters: those of units_matched.sql; $on (the day of opening), $as_of (the last day with data),
--   $keeps_away (classes), $roster_full, $roster_least, $away_most (shares), $silent_days, $no_school (days of the month before $as_of on which schools expect nobody); $show_work_phone
, belonging as (
  select distinct t.ancestor_id as unit_id, m.person_id
  from membership m
  join grid_tree t on t.grid_id = m.grid_id
  where t.ancestor_id in (select grid_id from matched) and m.kind in ('work', 'study') and holds_on(m.since, m.until, $on)
    and m.person_id not in (from dead_on($on))
),
away as (
  select person_id, max(coalesce(until, date '9999-12-31')) as until
  from person_class
  where list_contains($keeps_away, class) and since <= $on and coalesce(until, date '9999-12-31') >= $on
  group by person_id
),
counted as (
  select b.unit_id, count(*) as people, count(a.person_id) as away, nullif(max(a.until), date '9999-12-31') as away_until
  from belonging b
  left join away a on a.person_id = b.person_id
  group by b.unit_id
),
-- looked for a month back: who was not heard of for longer was not heard of
heard as (
  select t.ancestor_id as unit_id, max(d.day) as day
  from grid_day d
  join grid_tree t on t.grid_id = d.grid_id
  where t.ancestor_id in (select grid_id from matched) and d.check_ins > 0 and d.day between cast($as_of as date) - 30 and $as_of
  group by t.ancestor_id
),
answering as (
  select grid_id, name, phone from duty where name is not null and role <> 'deputy'
  qualify row_number() over (partition by grid_id order by role <> 'responsible', rank, role) = 1
),
township as (
  select t.grid_id, min(g.name) as name
  from grid_tree t
  join grid g on g.grid_id = t.ancestor_id and g.axis = 'area' and g.level = 'township'
  group by t.grid_id
),
known as (
  select u.*, coalesce(c.people, 0) as people, coalesce(c.away, 0) as away, c.away_until, least(coalesce(c.people, 0) / nullif(u.staff, 0), 1) as roster_share,
    cast($as_of as date) - h.day as silent,
    -- a school is missed on school days alone
    cast($as_of as date) - h.day - case when u.kind = 'school' then len(list_filter(cast($no_school as date[]), lambda d: d > h.day)) else 0 end as silent_counted, a.name as responsible, a.phone as phone_number, t.name as township
  from matched u
  left join counted c on c.unit_id = u.grid_id
  left join heard h on h.unit_id = u.grid_id
  left join answering a on a.grid_id = u.grid_id
  left join township t on t.grid_id = u.grid_id
),
judged as (
  select *,
    list_filter([
      case when responsible is null then 'no_responsible' end,
      case when people = 0 then 'no_roster' when roster_share < $roster_least then 'roster_thin' end,
      case when away > $away_most * people then 'away_many' end,
      case when resumption <> 'resumed' and obstacle is not null then 'obstacle' end
    ], lambda x: x is not null) as blocks,
    list_filter([
      case when people > 0 and staff is null then 'staff_untold' when roster_share < $roster_full and roster_share >= $roster_least and people > 0 then 'roster_short' end,
      case when away > 0 and away <= $away_most * people then 'away' end,
      case when responsible is not null and phone_number is null then 'no_phone' end,
      case when coalesce(silent_counted, 999) >= $silent_days then 'silent' end
    ], lambda x: x is not null) as wants
  from known
)
select
  grid_id, code, name, kind, industry, township, resumption, resumed_on,
  case when len(blocks) > 0 then 'blocked' when len(wants) > 0 then 'nearly' else 'ready' end as readiness,
  list_concat(blocks, wants) as reasons,
  staff, people, roster_share, away, away_until, silent, obstacle, responsible,
  case when $show_work_phone then phone_number else mask_phone(phone_number) end as phone
from judged
order by len(blocks) > 0 desc, len(wants) > 0 desc, len(blocks) desc, len(wants) desc, away desc, township nulls last, name, grid_id
