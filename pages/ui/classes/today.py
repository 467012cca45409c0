"""Above everything: what changed in a sentence, and every class with its people, who came and who left. Drawn without a chart engine."""

from __future__ import annotations

from html import escape

import pandas as pd

from core.domain import User
from core.i18n import format
from core.policy.loader import RESIDENT
from core.report.class_findings import REST
from pages.ui.classes.choice import Choice
from pages.ui.classes.read import Days
from pages.ui.shared import palette
from pages.ui.shared.links import href
from pages.ui.shared.session import language, say

NUMBERS = ("people", "came", "went", "net", "ending")


def lead_html(sentences: list[str]) -> str:
    first, *rest = [escape(s + say("overview.stop")) for s in sentences]
    return f'<p class="gc-lead">{first}</p>' + "".join(f'<p class="gc-lead gc-second">{s}</p>' for s in rest)


def classes_html(user: User, today: pd.DataFrame, days: Days, choice: Choice) -> str:
    """A row per class: a link to its card, how many are shown as it, who came and left in seven days, whose time is over soon."""
    titles = "".join(
        f'<th scope="col" class="gc-right gc-of-{name}">{escape(say(f"classes.column.{name}"))}</th>'
        for name in NUMBERS
    )
    rows = "".join(_row(user, row, days, choice) for row in today.to_dict("records"))
    beside = (today["held"] > today["people"]) & ~today["class"].isin(REST)
    note = f'<p class="gc-note">{escape(say("classes.beside_note"))}</p>' if beside.any() else ""
    return (
        f'<div class="gc-scroll" tabindex="0"><table class="gc-table gc-classes"><thead><tr><th scope="col">{escape(say("classes.column.class"))}</th>'
        f"{titles}</tr></thead><tbody>{rows}</tbody></table></div>{note}"
    )


def _row(user: User, row: dict, days: Days, choice: Choice) -> str:
    code, lang = row["class"], language()
    name, colour = palette.class_names(lang)[code], palette.class_colours()[code]
    own = code not in REST  # who is nothing else is counted, and comes and goes with the register
    came = int(days.week.loc[days.week.to_class == code].people.sum()) if own else None
    went = int(days.week.loc[days.week.from_class == code].people.sum()) if own else None
    net = None if pd.isna(row["before"]) else int(row["people"] - row["before"])
    people = format.exact(int(row["people"])) + (_beside(row) if own else "")
    if user.may("people.read") and (row["people"] or row["held"]):
        people = f'<a class="go" href="{href("people", **{"class": code})}">{people}</a>'
    cells = {
        "people": people, "came": _number(came), "went": _number(went), "net": signed(net),
        "ending": _number(int(row["ending"])) if own else format.NOTHING,
    }  # fmt: skip
    here = ' aria-current="true"' if choice.part == "class" and choice.code == code else ""
    to = href("classes", part="class", **{"class": code})
    return (
        f'<tr{here}><th scope="row"><a class="go" href="{to}"><i style="background:{colour}"></i>{escape(name)}</a></th>'
        + "".join(f'<td class="gc-right gc-of-{name}">{text}</td>' for name, text in cells.items())
        + "</tr>"
    )


def _beside(row: dict) -> str:
    """Those who are in the class as well, and are counted in another: of two packs that run at once, the first one's."""
    more = int(row["held"] - row["people"])
    if more <= 0:
        return ""
    told = escape(say("classes.beside", people=format.exact(more)), quote=True)
    return f'<small title="{told}" aria-label="{told}"> +{format.exact(more)}</small>'


def _number(value: int | None) -> str:
    return format.exact(value) if value else format.NOTHING


def signed(more: int | None) -> str:
    if more is None:
        return format.NOTHING
    sign = "+" if more > 0 else "−" if more < 0 else "±"
    return sign + format.exact(abs(more))


def watched() -> list[str]:
    """All classes but the ordinary one: those of the policy that runs by rank, then those of which only the past knows."""
    return [code for code in {**palette.running_classes("zh"), **palette.class_names("zh")} if code != RESIDENT]
