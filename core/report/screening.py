"""The screening for risk areas in words."""

from __future__ import annotations

from core.i18n import format, t
from core.screening import WithoutTask


def without_task_line(language: str, found: WithoutTask) -> str:
    """“另有 32 人没有任务：…。”; empty where everybody has one."""
    if not found.reasons:
        return ""
    reasons = [
        t(language, f"risk.no_task.{reason}", people=format.exact(people), days=found.days)
        for reason, people in found.reasons.items()
    ]
    return t(
        language,
        "risk.without_task",
        people=format.exact(found.people),
        reasons=t(language, "list.items").join(reasons),
    )
