"""What is said below and beside the pictures of the trends page, and how they leave it."""

from __future__ import annotations

from core.domain import User
from core.report.native_chart import Chart
from pages.ui.shared import view_files
from pages.ui.shared.controls import Filter
from pages.ui.shared.indicators import indicator_name
from pages.ui.shared.session import say
from pages.ui.shared.view import View
from pages.ui.trends.series import Choice

# How a workbook draws a view; a calendar is a table already.
KINDS = {"day": "line", "weekday": "column", "rank": "bar"}


def note(shown: View, choice: Choice) -> str:
    """The line under the sentence: what is drawn, in which unit."""
    if choice.about != "figures":
        return shown.note
    names = [indicator_name(i) for i in (choice.indicator, *choice.also)]
    unit = say("trends.per_unit") if choice.per else ""
    said = say(f"trends.note.{choice.view}", indicator=say("list.items").join(names) + unit)
    dotted = choice.also and choice.compare != "none"
    return (
        said
        + (say("trends.note.dotted", compared=say(f"trends.compared.{choice.compare}")) if dotted else "")
        + shown.note
    )


def subject(choice: Choice) -> str:
    """What the picture is about: an indicator, cases, movement."""
    return indicator_name(choice.indicator) if choice.about == "figures" else say(f"trends.abouts.{choice.about}")


def downloads(shown: View, user: User, chosen: Filter, choice: Choice, sentence: str) -> None:
    """The picture, the workbook with chart and table, CSV."""
    kind = KINDS.get(choice.view) if choice.about == "figures" else shown.chart
    view_files.downloads(
        shown, user, chosen, chart="trend", subject=subject(choice), way=choice.view, sentence=sentence, note=note(shown, choice),
        drawn=Chart(sentence, kind, first=shown.first, apart=bool(choice.also)) if kind else None,
    )  # fmt: skip
