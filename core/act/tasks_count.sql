-- purpose: how many of the tasks that tasks_chosen.sql finds.  grain: one row per status.  parameters: those of tasks_chosen.sql
select status, count(*) as tasks
from chosen
group by status
