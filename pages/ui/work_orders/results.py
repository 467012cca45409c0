"""What the line wants back: the answered orders as its workbook."""

from __future__ import annotations

import secrets
from datetime import datetime

from core.domain import User
from core.store import Store
from core.work_orders import order_counts, results
from core.workbooks.export import audit
from core.workbooks.order_results import COLUMNS, order_results
from pages.ui.shared.controls import Filter
from pages.ui.shared.file_button import file_button
from pages.ui.shared.session import say
from pages.ui.work_orders.listing import grid_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def results_file(store: Store, user: User, chosen: Filter, at: datetime) -> None:
    grid = grid_of(user, chosen)
    counts = order_counts(store, user.scope, at=at, grid=grid)
    if not counts["answered"] + counts["accepted"]:
        return

    def made() -> bytes:
        found = results(store, user.scope, at=at, grid=grid)
        audit(store, user.login, "order.exported", None, rows=len(found))
        found["state"] = [say(f"order_state.{state}") for state in found["state"]]
        headings = {name: say(f"work_orders.column.{name}") for name in COLUMNS}
        return order_results(found, headings, say("work_orders.sheet"))

    # A random part in the name: files of one name and length could otherwise be handed to another user.
    name = f"{say('work_orders.sheet')}-{secrets.token_hex(6)}.xlsx"
    file_button(
        say("work_orders.results", count=counts["answered"] + counts["accepted"]), made, name, mime=XLSX,
        on_click="ignore", key="orders_results", icon=":material/download:",
    )  # fmt: skip
