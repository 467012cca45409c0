"""What can be shared: of each content its columns, and which of them are personal and leave with a reason alone."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Content:
    """`columns` in the order of the file; `personal` stand behind them. `first`: those that are ticked at first. The rows are those of content/<code>.sql."""

    code: str
    columns: tuple[str, ...]
    personal: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return self.columns + self.personal


WHERE = ("township", "village")
CONTENTS = {
    each.code: each
    for each in (
        Content(
            "people",
            ("person", "class", "since", "until", *WHERE, "sex", "age_band", "origin", "arrived_on", "last_seen"),
            ("name", "phone", "id_number", "address"),
        ),
        Content(
            "tasks",
            ("task", "measure", "task_status", "due_at", "done_at", "class", *WHERE, "person"),
            ("name", "phone", "outcome"),
        ),
        Content(
            "alerts",
            ("alert", "detector", "severity", "alert_status", "first_day", "last_day", *WHERE, "person"),
            ("name", "phone"),
        ),
        Content(
            "grid_days",
            (*WHERE, "day", "check_ins", "entries", "exits", "fevers", "outsiders", "residents_seen"),
        ),
        Content("places", ("kind", "place", "township", "address_of_place", "beds", "taken", "free", "expected")),
    )
}
