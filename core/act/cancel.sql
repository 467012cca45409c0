-- purpose: tasks whose class ended, or that never ought to have been.  grain: one row per task.  parameters: $day, $at.  needs: act_standing, what is overdue is marked so
-- the same twice, after two entries of one person were joined
update task
set status = 'cancelled', done_at = $at, done_how = 'twin'
where task_id in (
  select task_id
  from task
  where kind = 'measure' and status in ('open', 'overdue', 'done') and made_for >= $since
    and person_id in (select kept_id from person_merge where undone_at is null)
  qualify row_number() over (partition by person_id, measure, made_for, slot order by status <> 'done', task_id) > 1
)
  and status in ('open', 'overdue');

-- what was overdue on a day when its class still held was missed, and stays so; what was made for a later day is no matter of this one
update task
set status = 'cancelled', done_at = $at, done_how = case when person_id in (from gone_on($day)) then 'gone' else 'class_ended' end
where kind = 'measure' and (status = 'open' and made_for <= $day or status = 'overdue' and made_for = $day)
  and (person_id, measure) not in (select (person_id, measure) from act_standing);

-- … but nobody can do it any more
update task
set closes_at = $at
where kind = 'measure' and status = 'overdue' and made_for <= $day and coalesce(closes_at, timestamp '9999-12-31') > $at
  and (person_id, measure) not in (select (person_id, measure) from act_standing);

-- by hand, about somebody who is no more, or no longer here
update task
set status = 'cancelled', done_at = $at, done_how = 'gone'
where kind <> 'measure' and status in ('drafted', 'open', 'overdue') and person_id in (from gone_on($day))
