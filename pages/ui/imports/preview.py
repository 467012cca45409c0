"""What a file would change: counts, rows with their reasons, issues, the columns as they were understood."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pandas as pd
import streamlit as st

from core.domain import User
from core.i18n import format, has
from core.ingest.issues import issue_catalogue
from core.ingest.meaning.columns import kinds
from core.ingest.row_keys.stored_cells import words_of
from core.ingest.sheet_plan import SheetPlan
from core.store import Store
from pages.ui.imports.columns import columns_tab, fixed_words
from pages.ui.imports.ends import absent, dead_listed
from pages.ui.imports.groups import corrections, issue_groups
from pages.ui.imports.issues import issue_table, show_issues
from pages.ui.imports.kind import datum_box, kind_box
from pages.ui.imports.layout import layout_tab
from pages.ui.imports.nobody import nobody
from pages.ui.imports.questions import answer, area_names, needed, questions
from pages.ui.imports.same_person import same_person
from pages.ui.imports.upload import Upload
from pages.ui.imports.villages import by_village
from pages.ui.imports.words import field_name, height_of, listed
from pages.ui.shared.charts import escape
from pages.ui.shared.printed import print_rows
from pages.ui.shared.session import language, say

STATES = ("new", "changed", "unchanged", "conflict", "rejected")
FIRST = ("conflict", "changed", "new", "rejected")  # what is shown of a file that mostly repeats what is stored
SHAPES = {"new": "＋", "changed": "△", "unchanged": "＝", "conflict": "≠", "rejected": "✕"}
DIGIT = 20  # pixels of one in a large figure
ROWS = 200  # shown at a time
ISSUES = 2000  # shown; the download has all
OWN = ("row", "status", "before", "why")


def preview(upload: Upload, key: str, store: Store, user: User) -> None:
    """All sheets of one prepared file: what only the clerk can say, then what would change."""
    if upload.plan.hidden:
        st.caption(say("imports.hidden", sheets=escape(listed(upload.plan.hidden))))
    for number, sheet in enumerate(upload.plan.sheets):
        part = f"{key}_{number}"
        _head(upload, sheet, part, store, user)
        asked = questions(upload, sheet, part, store, user.scope)
        if sheet.ready:
            _sheet(upload, sheet, part, store, user)
        else:
            if not asked:
                st.caption(needed(sheet.kind))
                columns_tab(upload, sheet, part, store, user)
            with st.expander(say("imports.tab_layout"), icon=":material/table_rows:", key=f"layout_{part}"):
                layout_tab(upload, sheet, part, user.scope)


def _head(upload: Upload, sheet: SheetPlan, key: str, store: Store, user: User) -> None:
    facts = {
        "sheet": escape(sheet.sheet),
        "rows": format.exact(sheet.counts["rows"]),
        "row": sheet.header_row,
    }
    words = "sheet_facts_asked" if not sheet.ready else "sheet_facts" if sheet.header_row else "sheet_facts_plain"
    if sheet.headless:
        words = "sheet_facts_headless"
    if sheet.kind not in kinds():
        words = "sheet_facts_outlines"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"head_{key}"):
        st.markdown(say(f"imports.{words}", **facts), width="content")
        kind_box(upload, sheet, key)
        datum_box(upload, sheet, key, store, user.scope)
    if sheet.sensitive:
        st.warning(
            say("mapping.sensitive", columns=_joined([_named(*c) for c in sheet.sensitive.items()])),
            icon=":material/shield_person:",
        )
    if sheet.ready and sheet.nil:
        st.info(say("imports.nil", day=format.day(language(), sheet.nil)), icon=":material/fact_check:")
    if sheet.later:
        st.info(say(f"seems.later_{sheet.later}") + say("imports.later_note"), icon=":material/schedule:")
    if sheet.left_out:
        counts = {"read": sheet.read, "rows": sheet.counts["rows"], "left_out": sheet.left_out}
        st.caption(
            ":material/functions: " + say("imports.reckoned", **{n: format.exact(count) for n, count in counts.items()})
        )
    if sheet.scans is not None:
        st.caption(":material/login: " + say("imports.scans", scans=format.exact(sheet.scans)))
    if sheet.dropped:
        st.caption(":material/view_column: " + say("imports.dropped", columns=escape(_dropped(sheet.dropped))))
    for field in sheet.answers.read_in:
        what = fixed_words(sheet, field, area_names(store, user.scope))
        st.info(say("mapping.read_in_note", what=what), icon=":material/title:")
    if sheet.answers.saved:
        st.caption(":material/bookmark: " + say("mapping.used", name=escape(sheet.answers.saved)))


def _dropped(columns: dict[str, str]) -> str:
    """“家属姓名（另一个人的信息）”; an unknown column needs no reason."""
    return listed(
        [
            name if why == "unknown" else say("imports.because", header=name, why=say(f"mapping.why.{why}"))
            for name, why in ((header.rpartition("/")[2], why) for header, why in columns.items())
        ]
    )


def _sheet(upload: Upload, sheet: SheetPlan, key: str, store: Store, user: User) -> None:
    state = _counts(sheet, key)
    _conflicts(upload, sheet, key)
    _older(upload, sheet, key)
    absent(upload, sheet, key)
    dead_listed(upload, sheet, key)
    same_person(upload, sheet, key, user.scope)
    nobody(upload, sheet, key, user.scope)
    some = sheet.issues_at_most(ISSUES + 1)
    words = issue_table(some.head(ISSUES))
    found = format.exact(len(some)) if len(some) <= ISSUES else f"{format.exact(ISSUES)}+"
    groups = sheet.issue_groups
    rows, issues, villages, columns, layout = st.tabs(
        [
            say("imports.tab_rows"),
            say("imports.tab_issues", count=found),
            say("imports.tab_grids"),
            say("imports.tab_columns"),
            say("imports.tab_layout"),
        ]
    )
    with rows:
        _rows(upload, sheet, state, key, _sentences(words))
    with issues:
        issue_groups(upload, sheet, groups, key, store, user.scope)
        corrections(upload, sheet, key)
        show_issues(words, lambda: issue_table(sheet.issues), file=upload.file_name, key=key)
    with villages:
        by_village(sheet, STATES, key)
    with columns:
        columns_tab(upload, sheet, key, store, user)
    with layout:
        layout_tab(upload, sheet, key, user.scope)


def _counts(sheet: SheetPlan, key: str) -> str | None:
    """The counts as large figures; below them the choice of which rows to look at."""
    shown = [s for s in STATES if sheet.counts.get(s) or s in ("new", "changed", "unchanged", "rejected")]
    with st.container(horizontal=True, key=f"counts_{key}"):
        for state in shown:
            figure = format.exact(sheet.counts.get(state, 0))
            st.metric(
                f"{SHAPES[state]} {say(f'imports.state.{state}')}",
                figure,
                help=say(f"imports.state_help.{state}"),
                width=max(110, DIGIT * len(figure)),
            )
    options = [s for s in shown if sheet.counts.get(s)]
    if len(options) < 2:
        return None
    return st.pills(
        say("imports.status"),
        options,
        default=next((s for s in FIRST if s in options), None) if sheet.counts["unchanged"] else None,
        format_func=lambda s: f"{SHAPES[s]} {say(f'imports.state.{s}')} {format.exact(sheet.counts[s])}",
        key=f"state_{key}",
        label_visibility="collapsed",
    )


def _conflicts(upload: Upload, sheet: SheetPlan, key: str) -> None:
    """What was changed here since the clerk's export stays, unless the clerk wants the file's values."""
    take, count = sheet.answers.conflicts == "take", sheet.counts.get("conflict", 0)
    if not take and not count:
        return
    which = "keep" if take else "take"
    with st.container(horizontal=True, vertical_alignment="center", key=f"conflict_{key}"):
        st.markdown(say(f"mapping.conflicts_now_{which}", count=format.exact(count)), width="content")
        if st.button(say(f"mapping.{which}_conflicts"), key=f"conflicts_{key}", icon=":material/compare_arrows:"):
            answer(upload, sheet, replace(sheet.answers, conflicts=which))


def _older(upload: Upload, sheet: SheetPlan, key: str) -> None:
    """An older list takes nothing of today's codes and names away, unless the clerk calls it the newer one."""
    take = sheet.answers.older == "take"
    if not take and not sheet.older:
        return
    words = "older_taken" if take else "older_one" if sheet.older == 1 else "older"
    st.caption(":material/history: " + say(f"mapping.{words}", count=format.exact(sheet.older)))
    button = say("mapping.keep_older" if take else "mapping.take_older")
    if st.button(button, key=f"older_{key}", type="tertiary", icon=":material/published_with_changes:"):
        answer(upload, sheet, replace(sheet.answers, older="keep" if take else "take"))


def _sentences(words: pd.DataFrame) -> dict[int, str]:
    """Row → all that was found in it."""
    if words.empty:
        return {}
    found: dict[int, list[str]] = {}
    for row, sentence in zip(words[say("imports.row")], words[say("imports.issue")], strict=True):
        found.setdefault(row, []).append(sentence)
    between = _between()
    return {row: between.join(sentences) for row, sentences in found.items()}


def _rows(upload: Upload, sheet: SheetPlan, state: str | None, key: str, sentences: dict[int, str]) -> None:
    total = sheet.counts[state] if state else sheet.counts["rows"]
    pages = max(1, -(-total // ROWS))
    turn = f"page_{key}_{state}"
    number = min(st.session_state.get(turn, 1), pages)
    found = upload.plan.preview(sheet.sheet, status=state, limit=ROWS, offset=(number - 1) * ROWS)
    if found.empty:
        st.caption(say("imports.no_rows"))
        return
    words = _row_words(sheet.kind, found, sentences)
    st.dataframe(
        words,
        hide_index=True,
        height=height_of(found),
        placeholder="",
        key=f"rows_{key}_{state}_{number}",
        column_config={
            say("imports.row"): st.column_config.NumberColumn(width=64, format="%d", pinned=True),
            say("imports.status"): st.column_config.TextColumn(width=92),
            say("imports.before"): st.column_config.TextColumn(width=280),
            say("imports.why"): st.column_config.TextColumn(width=300),
        },
    )
    print_rows(words, key=f"rows_{key}_{state}")
    if pages > 1:
        first = (number - 1) * ROWS + 1
        last = format.exact(first + len(found) - 1)
        words = say("imports.page_of", first=format.exact(first), last=last, total=format.exact(total))
        st.number_input(words, 1, pages, key=turn, width=320)


def _row_words(kind: str, found: pd.DataFrame, sentences: dict[int, str]) -> pd.DataFrame:
    shown = pd.DataFrame({say("imports.row"): found["row"]})
    words = {s: f"{SHAPES[s]} {say(f'imports.state.{s}')}" for s in STATES}
    shown[say("imports.status")] = found["status"].map(words)
    if "name" in found and found["name"].notna().any():  # whom or what the row is about, before what is said of it
        shown[field_name(kind, "name")] = found["name"].astype(object).where(found["name"].notna(), None)
    if found["status"].isin(("changed", "conflict")).any():
        shown[say("imports.before")] = [_change(kind, row) for row in found.to_dict("records")]
    why = [sentences.get(row) or _why(codes) for row, codes in zip(found["row"], found["why"], strict=True)]
    if any(why):
        shown[say("imports.why")] = why
    for name in (c for c in found.columns if c not in (*OWN, "name")):
        if found[name].notna().any():
            shown[_free(shown, field_name(kind, name))] = found[name].astype(object).where(found[name].notna(), None)
    return shown


def _free(shown: pd.DataFrame, label: str) -> str:
    """Two fields may share a label; a table's columns may not."""
    while label in shown:
        label += " "
    return label


def _change(kind: str, row: dict) -> str:
    """`before` is JSON: a list of {field: old value}."""
    given = row.get("before")
    if not isinstance(given, str):
        return ""
    parts = [
        say("imports.was", field=field_name(kind, f), before=_value(kind, f, old), after=_value(kind, f, row.get(f)))
        for pair in json.loads(given)
        for f, old in pair.items()
        if f in row or old not in (None, "")  # what another column tells stands in that column
    ]
    return _joined(parts)


def _value(kind: str, field: str, value: object) -> str:
    if value is None or value != value or value == "":  # noqa: PLR0124 - NaN and NaT
        return format.NOTHING
    if has(f"{field}.{value}"):
        return say(f"{field}.{value}")
    about = kinds()[kind].fields[field].type if kind in kinds() and field in kinds()[kind].fields else ""
    coded = words_of(about.removeprefix("value:"), language()) if about.startswith("value:") else {}
    return coded.get(str(value), str(value))


def _why(codes: object) -> str:
    """`why` holds the codes of a row's issues, separated by blanks."""
    if not isinstance(codes, str):
        return ""
    return _joined([_bare(code) for code in codes.split()])


def _named(header: str, category: str) -> str:
    """“汉壮（民族）”; the header alone where it says the category itself."""
    words = say(f"mapping.category.{category}")
    return escape(header) if words in header else say("mapping.sensitive_column", header=escape(header), category=words)


def _joined(parts: list[str]) -> str:
    return _between().join(parts)


def _between() -> str:
    return "；" if language() == "zh" else "; "


def _bare(code: str) -> str:
    """The sentence without its values, of a row beyond those whose issues were read."""
    text = issue_catalogue().get(code, {}).get(language(), code)
    text = " ".join(re.sub(r"“\{\w+\}”|\{\w+\}", "", text).split())
    return re.sub(r"(?<=[\u3000-\u9fff]) | (?=[\u3000-\u9fff])", "", text)
