"""The list as a workbook to take along or print: what is listed, as it is shown."""

from __future__ import annotations

import secrets
from datetime import datetime

import pandas as pd

from core.act import tasks
from core.domain import User
from core.i18n import format
from core.report.measures import measure_name
from core.store import Store
from pages.ui.shared.file_button import file_button
from pages.ui.shared.safe_files import workbook
from pages.ui.shared.session import language, place, say
from pages.ui.shared.took import took
from pages.ui.tasks.listing import Wanted

MOST = 5000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def task_export(store: Store, user: User, choice: Wanted, at: datetime) -> None:
    if not user.may("tasks.handle"):
        return
    # A random part in the name: files of one name and length could otherwise be handed to another user.
    name = f"{say('page.tasks')}-{at:%m%d}-{secrets.token_hex(6)}.xlsx"
    file_button(
        say("tasks.download"), lambda: _content(store, user, choice, at), name, mime=XLSX, on_click="ignore", key="tasks_file",
        icon=":material/download:", type="tertiary",
    )  # fmt: skip


def _content(store: Store, user: User, choice: Wanted, at: datetime) -> bytes:
    found = tasks(store, user.scope, at=at, limit=MOST, **choice.conditions)
    took(user.login, "tasks", len(found))
    lang = language()
    columns = {
        "tasks.column.measure": [measure_name(lang, code) for code in found.measure],
        "tasks.column.person": found.person_name,
        "tasks.column.township": [place(v) if isinstance(v, str) else None for v in found.township],
        "tasks.column.grid": [place(v) for v in found.grid_name],
        "tasks.column.due_at": [None if pd.isna(v) else format.moment(lang, v.to_pydatetime()) for v in found.due_at],
        "tasks.owner": found.owner_name,
        "tasks.column.phone": found.owner_phone,
        "tasks.column.state": [say(f"task_status.{v}") for v in found.status],
        "tasks.column.outcome": found.outcome,
    }
    return workbook(pd.DataFrame({say(key): list(values) for key, values in columns.items()}))
