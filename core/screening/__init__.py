"""Risk areas against the stays of people: who came from one, passed through, lives there; and the tasks drafted for them."""

from core.screening.areas import areas
from core.screening.concerned import concerned_by, grids_of, people, people_ids
from core.screening.stays import find_stays
from core.screening.tasks import cancel_unsupported, draft_tasks, release_tasks
from core.screening.without_task import WithoutTask, without_task

__all__ = [
    "WithoutTask",
    "areas",
    "cancel_unsupported",
    "concerned_by",
    "draft_tasks",
    "find_stays",
    "grids_of",
    "people",
    "people_ids",
    "release_tasks",
    "without_task",
]
