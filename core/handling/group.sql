-- purpose: put alerts that belong together into one situation: those of one case, household (or person), unit or grid, the nearest tie first
-- grain: handle_key one row per unfinished alert without a situation and tie; handle_pick one row per such alert that finds company
-- parameters: $tie (0 case, 1 household, 2 place), $at
-- An alert joins the open situation of its tie, or makes one with at least one other. One that is in a situation stays in it.
create or replace temp table handle_key as
with waiting as (
  select alert_id, grid_id, person_id from alert
  where status not in ('resolved', 'dismissed') and situation_id is null
),
tie as (
  select w.alert_id, 'case' as kind, c.case_id as value, w.grid_id
  from waiting w
  join disease_case c on c.person_id = w.person_id
  where $tie = 0
  union all
  select w.alert_id, 'case', c.case_id, w.grid_id
  from waiting w
  join case_contact n on n.person_id = w.person_id
  join disease_case c on c.case_no = n.case_no
  where $tie = 0
  union all
  select w.alert_id, 'household', h.household_id, coalesce(h.grid_id, w.grid_id)
  from waiting w
  join person p on p.person_id = w.person_id
  join household h on h.household_id = p.household_id
  where $tie = 1
  union all
  select w.alert_id, 'person', w.person_id, w.grid_id
  from waiting w
  join person p on p.person_id = w.person_id
  where $tie = 1 and p.household_id is null
  union all
  select w.alert_id, case g.axis when 'block' then 'unit' else 'grid' end, g.grid_id, g.grid_id
  from waiting w
  join grid g on g.grid_id = w.grid_id
  where $tie = 2
  union all
  select w.alert_id, case g.axis when 'block' then 'unit' else 'grid' end, g.grid_id, g.grid_id
  from waiting w
  join alert_grid a on a.alert_id = w.alert_id
  join grid g on g.grid_id = a.grid_id
  where $tie = 2
)
select distinct alert_id, kind, value, min(grid_id) over (partition by kind, value) as grid_id from tie;

create or replace temp table handle_pick as
with standing as (
  select kind, value, min(situation_id) as situation_id from situation where ended_at is null group by kind, value
),
company as (
  select kind, value, count(*) as alerts from handle_key group by kind, value
),
chosen as (
  select k.alert_id, k.kind, k.value, k.grid_id, s.situation_id
  from handle_key k
  join company c on c.kind = k.kind and c.value = k.value
  left join standing s on s.kind = k.kind and s.value = k.value
  where s.situation_id is not null or c.alerts > 1
  qualify row_number() over (partition by k.alert_id order by s.situation_id is null, c.alerts desc, k.kind desc, k.value) = 1
)
select *, count(*) over (partition by kind, value) as together from chosen;

delete from handle_pick where situation_id is null and together < 2;

insert into situation (situation_id, kind, value, grid_id, opened_at)
select (select coalesce(max(situation_id), 0) from situation) + row_number() over (order by kind, value), kind, value, min(grid_id), cast($at as timestamp)
from handle_pick
where situation_id is null
group by kind, value;

update alert
set situation_id = s.situation_id
from handle_pick p
join (select kind, value, min(situation_id) as situation_id from situation where ended_at is null group by kind, value) s
  on s.kind = p.kind and s.value = p.value
where alert.alert_id = p.alert_id;
