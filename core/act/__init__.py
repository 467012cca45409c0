"""What has to be done: the tasks that follow from classes and grades or are given by hand, who has to see to each, how far they are done."""

from core.act.allows import Allowed, allows, barred
from core.act.by_hand import AWAITED, KINDS, Asked, add_task, cancel_tasks, follow_rota, give, hand_over
from core.act.day import day
from core.act.keep import Kept, keep_tasks, tend
from core.act.loads import loads, responses
from core.act.moment import moment
from core.act.of_person import Required, required
from core.act.own import give_owners
from core.act.tasks import STATUSES, compliance, gaps, owners, severity, task_counts, tasks
from core.act.tick import done, release, take_back

__all__ = [
    "AWAITED",
    "KINDS",
    "STATUSES",
    "Allowed",
    "Asked",
    "Kept",
    "Required",
    "add_task",
    "allows",
    "barred",
    "cancel_tasks",
    "compliance",
    "day",
    "done",
    "follow_rota",
    "gaps",
    "give",
    "give_owners",
    "hand_over",
    "keep_tasks",
    "loads",
    "moment",
    "owners",
    "release",
    "required",
    "responses",
    "severity",
    "take_back",
    "task_counts",
    "tasks",
    "tend",
]
