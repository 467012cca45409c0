"""One alert as `alerts show` tells it: who has it and until when, its situation, its playbook, similar ones, what was done; in words and as data."""

from __future__ import annotations

import json
from datetime import datetime

import pandas as pd

from core.as_json import as_json
from core.domain import Scope
from core.handling import activity, similar, situation, steps_done, told
from core.i18n import t
from core.i18n.sentence import sentence
from core.policy.running import running
from core.report.duties import duty_name, post_name
from core.store import Store

UNSAID = ("fields", "owner_grid", "owner_grid_id", "owner_role")  # told in other words


def as_data(store: Store, scope: Scope, alert: pd.Series, *, language: str, at: datetime) -> dict[str, object]:
    """Columns of core.watch.alerts, and: said (what was found, in words), owner (grid, role, name, words; None: closed), next (to whom it goes otherwise), situation (kind, alerts), playbook (steps: code, words, done_at, done_by),
    similar, activity (with words)."""
    number = int(alert.alert_id)
    shown = json.loads(as_json(alert.drop(list(UNSAID)).to_frame().T))[0]
    steps = told(store, scope, alert_id=number, at=at)
    kind, others = situation(store, scope, alert_id=number, as_of=at.date())
    done = steps_done(store, scope, alert_id=number).set_index("step")
    acts = activity(store, scope, alert_id=number)
    return shown | {
        "said": sentence(language, alert.reason, alert.fields),
        "owner": _owner(language, steps),
        "next": [_post(language, row) for row in steps[~steps["asked"].astype(bool)].itertuples()],
        "situation": None if kind is None else {"kind": kind, "alerts": json.loads(as_json(others))},
        "playbook": [
            {"code": step.code, "words": step.words(language), **_done(done, step.code)}
            for step in running(store, at.date()).playbooks.of(alert.detector)
        ],
        "similar": json.loads(as_json(similar(store, scope, alert_id=number))),
        "activity": json.loads(as_json(acts.assign(words=[t(language, f"alert_act.{act}") for act in acts["act"]]))),
    }


def lines(data: dict[str, object], language: str) -> list[str]:
    """Owner, situation and playbook, for reading."""
    found = []
    if data["owner"]:
        found.append(t(language, "alerts.cli.owner", owner=data["owner"]["words"]))
    if data["next"]:
        found.append(t(language, "alerts.cli.next", posts=" → ".join(post["words"] for post in data["next"])))
    if data["situation"]:
        kind = t(language, f"situation_kind.{data['situation']['kind']}")
        numbers = ", ".join(f"#{one['alert_id']}" for one in data["situation"]["alerts"])
        found.append(t(language, "alerts.cli.situation", kind=kind, alerts=numbers))
    return found + [f"[{'x' if step['done_at'] else ' '}] {step['words']}" for step in data["playbook"]]


def _owner(language: str, steps: pd.DataFrame) -> dict[str, object] | None:
    asked = steps[steps["asked"].astype(bool)]
    return None if asked.empty else _post(language, list(asked.itertuples())[-1])


def _post(language: str, row: tuple) -> dict[str, object]:
    name = row.name if isinstance(row.name, str) else None
    return {
        "grid": row.owner_code, "grid_name": row.owner_grid, "role": row.owner_role, "duty": duty_name(language, row.owner_role), "name": name,
        "words": post_name(language, row.owner_grid, row.owner_role, name),
    }  # fmt: skip


def _done(done: pd.DataFrame, code: str) -> dict[str, object]:
    if code not in done.index:
        return {"done_at": None, "done_by": None}
    row = done.loc[code]
    name = row["actor_name"] if isinstance(row["actor_name"], str) else row["actor"]
    return {"done_at": row["acted_at"].isoformat(), "done_by": name}
