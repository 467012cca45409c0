"""What has to be done: the tasks that follow from classes and grades, who has to see to each, how far they are done."""

from core.act.allows import Allowed, allows, barred
from core.act.keep import Kept, keep_tasks, mark_overdue
from core.act.moment import moment
from core.act.of_person import Required, required
from core.act.tasks import STATUSES, compliance, gaps, owners, severity, task_counts, tasks
from core.act.tick import done, release, take_back

__all__ = [
    "STATUSES",
    "Allowed",
    "Kept",
    "Required",
    "allows",
    "barred",
    "compliance",
    "done",
    "gaps",
    "keep_tasks",
    "mark_overdue",
    "moment",
    "owners",
    "release",
    "required",
    "severity",
    "take_back",
    "task_counts",
    "tasks",
]
