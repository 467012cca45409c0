-- purpose: draft a task for everybody whom a risk area concerns and who has none for it: who is surely concerned is visited, of whom it
-- is not known is asked.  Who has an unfinished one for another area has it for this one too.
-- grain: task one row per person, risk_task one row per area and task
-- parameters: $as_of, $look_back (days: whom nobody found later than that ago is no news), $due (moment), $now, $actor
create or replace temp table due_stay as
select s.area_id, s.person_id, any_value(coalesce(p.home_grid_id, s.grid_id)) as grid_id, bool_or(s.sure) as sure
from risk_stay s
join standing_areas() a on a.area_id = s.area_id and a.level <> 'low' and a.since <= $as_of + 1
join person p on p.person_id = s.person_id
where s.within and coalesce(p.home_grid_id, s.grid_id) is not null
  and greatest(a.since, coalesce(s.arrived_on, a.since), case when s.how = 'passed_through' then coalesce(s.left_on, a.since) else a.since end) >= $as_of - $look_back
  and s.person_id not in (from gone_on($as_of))
group by s.area_id, s.person_id;

delete from due_stay d where exists (
  select 1 from risk_task r join task t on t.task_id = r.task_id
  where r.area_id = d.area_id and t.person_id = d.person_id and not (t.status = 'cancelled' and t.outcome is not distinct from 'unsupported'));

create or replace temp table new_task as
select person_id, any_value(grid_id) as grid_id, bool_or(sure) as sure, row_number() over (order by any_value(grid_id), person_id) as no
from due_stay d
where not exists (
  select 1 from task t join risk_task r on r.task_id = t.task_id
  where t.person_id = d.person_id and t.status in ('drafted', 'open', 'overdue'))
group by person_id;

insert into task (task_id, kind, grid_id, person_id, due_at, status, created_by, created_at)
select (select coalesce(max(task_id), 0) from task) + no, case when sure then 'visit' else 'verify' end, grid_id, person_id, $due, 'drafted', $actor, $now
from new_task order by no;

insert into risk_task
select d.area_id, min(t.task_id)
from due_stay d
join task t on t.person_id = d.person_id and t.status in ('drafted', 'open', 'overdue') and t.alert_id is null
where t.task_id in (select task_id from risk_task) or t.created_at = $now and t.created_by = $actor and t.status = 'drafted'
group by d.area_id, d.person_id;
