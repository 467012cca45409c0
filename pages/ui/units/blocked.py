"""Which units are not open, and what keeps them: the sentence, its reasons as links, and a square per kind or industry."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from core.i18n import format
from core.registry.units import NOT_RESUMED, UNTOLD
from core.rollup.resumption import standing
from pages.ui.shared.links import href
from pages.ui.shared.session import say
from pages.ui.shared.squares import Square, squares
from pages.ui.units.listing import Wanted

ORDER = ("school", "enterprise", "site", "hospital", "government", "other")
NAMED = 6  # reasons in the sentence
MOST = 14  # squares
WORST = {"high": 0, "medium": 1, "low": 2}


def sentence(sectors: pd.DataFrame, choice: Wanted) -> None:
    """How many of each kind are not open; what blocks those that are chosen. Each part filters the list below."""
    kinds = sectors.groupby("kind")[["units", "resumed"]].sum()
    parts = [_kind(k, *kinds.loc[k]) for k in ORDER if k in kinds.index and kinds.units[k] > kinds.resumed[k]]
    if not parts:
        st.html(f'<p class="gc-lead">{escape(say("units.all_open", units=format.exact(int(kinds.units.sum()))))}</p>')
        return
    text = say("list.items").join(parts)
    end, start = escape(say("units.not_open_end")), escape(say("units.not_open_start"))
    st.html(f'<p class="gc-lead">{start}{text}{end}</p>{_reasons(choice)}')


def _kind(kind: str, units: int, resumed: int) -> str:
    words = say(f"units.not_open.{kind}", count=format.exact(int(units - resumed)), units=format.exact(int(units)))
    return _link(words, kind=kind, state=NOT_RESUMED)


def _reasons(choice: Wanted) -> str:
    """Those of the kind and industry that are chosen; the one that filters the list takes its filter away."""
    reasons = choice.reasons
    if reasons.empty:
        return ""
    kept = {name: choice.conditions[name] for name in ("kind", "industry")}
    links = []
    told = reasons.obstacle != UNTOLD
    for row in pd.concat([reasons[told].head(NAMED), reasons[~told]]).itertuples():
        here = row.obstacle == choice.conditions["obstacle"]
        words = say("units.untold") if row.obstacle == UNTOLD else row.obstacle
        shown = f"{escape(words)} <b>{format.exact(row.units)}</b>"
        address = href("units", state=NOT_RESUMED, obstacle=None if here else row.obstacle, **kept)
        current = ' aria-current="true"' if here else ""
        links.append(f'<a class="go" href="{address}"{current}>{shown}</a>')
    kind = choice.conditions["kind"]
    label = say("units.blocks_kind", kind=say(f"unit_kind.{kind}")) if kind else say("units.blocks")
    return f'<p class="gc-reasons"><span>{escape(label)}</span>{"".join(links)}</p>'


def _link(words: str, **params: object) -> str:
    return f'<a class="go" href="{href("units", **params)}">{escape(words)}</a>'


def sector_squares(sectors: pd.DataFrame) -> None:
    """One square per industry of the enterprises and per other kind, worst first; what does not fit is added up."""
    shown = sectors.assign(
        open=sectors.units - sectors.resumed,
        severity=[standing(u, r) for u, r in zip(sectors.units, sectors.resumed, strict=True)],
    )
    shown = shown.sort_values(["severity", "open"], key=lambda c: c.map(WORST) if c.name == "severity" else -c)
    made = [_square(row) for row in shown.head(MOST).itertuples()]
    rest = shown.iloc[MOST:]
    if len(rest):
        total = say("units.of_units", units=format.exact(int(rest.units.sum())))
        made.append(Square(say("units.others", count=len(rest)), format.exact(int(rest.open.sum())), "low", total))
    st.html(squares(made, label=say("units.squares")))


def _square(row: tuple) -> Square:
    enterprise = row.kind == "enterprise"
    name = (say("units.unnamed") if pd.isna(row.key) else row.key) if enterprise else say(f"unit_kind.{row.kind}")
    why = say("units.of_units", units=format.exact(row.units))
    if not pd.isna(row.obstacle):
        why += say("units.leading", reason=row.obstacle, count=format.exact(int(row.obstacle_units)))
    address = href(
        "units", kind=row.kind, industry=row.key if enterprise and not pd.isna(row.key) else None, state=NOT_RESUMED
    )
    return Square(name, format.exact(row.open), row.severity, why, address if row.open else None)
