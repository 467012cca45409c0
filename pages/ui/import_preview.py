"""What a file would change: counts, rows with their reasons, issues, the columns as they were understood."""

from __future__ import annotations

import io
import json
import re
import secrets
from collections.abc import Callable

import pandas as pd
import streamlit as st

from core.errors import UserError
from core.i18n import format, has, t
from core.ingest import issue_catalogue
from core.ingest.columns import kinds
from pages.ui.charts import escape
from pages.ui.import_files import Upload
from pages.ui.import_villages import by_village
from pages.ui.session import language, say

STATES = ("new", "changed", "unchanged", "conflict", "rejected")
SHAPES = {"new": "＋", "changed": "△", "unchanged": "＝", "conflict": "≠", "rejected": "✕"}
ROWS = 200  # shown at a time
ISSUES = 2000  # shown; the download has all
FORMULA = ("=", "+", "-", "@", "\t", "\r")
OWN = ("row", "status", "before", "why")


def preview(upload: Upload, key: str) -> None:
    """All sheets of one prepared file."""
    for number, sheet in enumerate(upload.plan.sheets):
        _sheet(upload, sheet, f"{key}_{number}")


def problem(error: UserError) -> str:
    """The sentence of an error."""
    return say(f"error.{error.code}", **error.fields)


def field_name(kind: str, field: str) -> str:
    """A field as the templates print it."""
    known = kinds().get(kind)
    if known is None or field not in known.fields:
        return field
    texts = getattr(known.fields[field], language())
    return texts[0] if texts else field


def issue_table(issues: pd.DataFrame) -> pd.DataFrame:
    """Issues in words: row, column, level, what is wrong, what to do. `column` is `col` in a stored batch."""
    lang, catalogue = language(), issue_catalogue()
    columns = issues["column"] if "column" in issues else issues["col"]
    words = []
    for row, column, code, severity, fields in zip(
        issues["row"], columns, issues["code"], issues["severity"], issues["fields"], strict=True
    ):
        about = catalogue.get(code, {})
        words.append(
            {
                say("imports.row"): None if pd.isna(row) else int(row),
                say("imports.column"): "" if pd.isna(column) else column,
                say("imports.severity"): say("imports.error" if severity == "error" else "imports.warning"),
                say("imports.issue"): _filled(about.get(lang, code), fields),
                say("imports.mend"): _filled(about.get(f"do_{lang}", ""), fields),
            }
        )
    return pd.DataFrame(words)


def _filled(text: str, fields: object) -> str:
    given = json.loads(fields) if isinstance(fields, str) and fields else (fields if isinstance(fields, dict) else {})
    try:
        return text.format(**given)
    except (KeyError, IndexError):
        return text


def _sheet(upload: Upload, sheet: object, key: str) -> None:
    facts = {
        "sheet": escape(sheet.sheet),
        "kind": t(language(), f"kind.{sheet.kind}"),
        "rows": format.exact(sheet.counts["rows"]),
        "row": sheet.header_row,
    }
    st.markdown(say("imports.sheet_facts" if sheet.header_row else "imports.sheet_facts_plain", **facts))
    state = _counts(sheet, key)
    some = sheet.issues_at_most(ISSUES + 1)
    found = format.exact(len(some)) if len(some) <= ISSUES else f"{format.exact(ISSUES)}+"
    rows, issues, villages, columns = st.tabs(
        [
            say("imports.tab_rows"),
            say("imports.tab_issues", count=found),
            say("imports.tab_grids"),
            say("imports.tab_columns"),
        ]
    )
    with rows:
        _rows(upload, sheet, state, key)
    with issues:
        show_issues(issue_table(some.head(ISSUES)), lambda: issue_table(sheet.issues), file=upload.file_name, key=key)
    with villages:
        by_village(sheet, STATES, key)
    with columns:
        _columns(upload, sheet)


def _counts(sheet: object, key: str) -> str | None:
    """The counts as large figures; below them the choice of which rows to look at."""
    shown = [s for s in STATES if sheet.counts.get(s) or s in ("new", "changed", "unchanged", "rejected")]
    with st.container(horizontal=True, key=f"counts_{key}"):
        for state in shown:
            st.metric(
                f"{SHAPES[state]} {say(f'imports.state.{state}')}",
                format.exact(sheet.counts.get(state, 0)),
                help=say(f"imports.state_help.{state}"),
                width=110,
            )
    options = [s for s in shown if sheet.counts.get(s)]
    if len(options) < 2:
        return None
    return st.pills(
        say("imports.status"),
        options,
        format_func=lambda s: f"{SHAPES[s]} {say(f'imports.state.{s}')} {format.exact(sheet.counts[s])}",
        key=f"state_{key}",
        label_visibility="collapsed",
    )


def _rows(upload: Upload, sheet: object, state: str | None, key: str) -> None:
    total = sheet.counts[state] if state else sheet.counts["rows"]
    pages = max(1, -(-total // ROWS))
    turn = f"page_{key}_{state}"
    number = min(st.session_state.get(turn, 1), pages)
    found = upload.plan.preview(sheet.sheet, status=state, limit=ROWS, offset=(number - 1) * ROWS)
    if found.empty:
        st.caption(say("imports.no_rows"))
        return
    st.dataframe(
        _row_words(sheet.kind, found),
        hide_index=True,
        height=min(38 + 35 * len(found), 388),
        placeholder="",
        key=f"rows_{key}_{state}_{number}",
        column_config={
            say("imports.row"): st.column_config.NumberColumn(width=64, format="%d", pinned=True),
            say("imports.before"): st.column_config.TextColumn(width=280),
            say("imports.why"): st.column_config.TextColumn(width=200),
        },
    )
    if pages > 1:
        first = (number - 1) * ROWS + 1
        words = say("imports.page_of", first=first, last=first + len(found) - 1, total=format.exact(total))
        st.number_input(words, 1, pages, key=turn, width=180)


def _row_words(kind: str, found: pd.DataFrame) -> pd.DataFrame:
    shown = pd.DataFrame({say("imports.row"): found["row"]})
    shown[say("imports.status")] = [f"{SHAPES[s]} {say(f'imports.state.{s}')}" for s in found["status"]]
    if (found["status"] == "changed").any():
        shown[say("imports.before")] = [_change(kind, row) for row in found.to_dict("records")]
    why = [_why(codes) for codes in found["why"]]
    if any(why):
        shown[say("imports.why")] = why
    for name in (c for c in found.columns if c not in OWN):
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
        say("imports.was", field=field_name(kind, f), before=_value(f, old), after=_value(f, row.get(f)))
        for pair in json.loads(given)
        for f, old in pair.items()
    ]
    return _joined(parts)


def _value(field: str, value: object) -> str:
    if value is None or value != value or value == "":  # noqa: PLR0124 - NaN and NaT
        return format.NOTHING
    return say(f"{field}.{value}") if has(f"{field}.{value}") else str(value)


def _why(codes: object) -> str:
    """`why` holds the codes of a row's findings, separated by blanks."""
    if not isinstance(codes, str):
        return ""
    return _joined([_bare(code) for code in codes.split()])


def _joined(parts: list[str]) -> str:
    return (";" if language() == "zh" else "; ").join(parts)


def _bare(code: str) -> str:
    """The sentence without the values that only the list of issues knows."""
    text = issue_catalogue().get(code, {}).get(language(), code)
    text = re.sub(r"“\{\w+\}”|\{\w+\}", "", text)
    return " ".join(text.split())


def show_issues(words: pd.DataFrame, everything: Callable[[], pd.DataFrame], *, file: str, key: str) -> None:
    """The list of issues in words, and `everything` of it to download; a sentence when there is none."""
    if words.empty:
        st.caption(say("imports.no_issues"))
        return
    st.dataframe(words, hide_index=True, height=min(38 + 35 * len(words), 388), placeholder="", key=f"issues_{key}")
    # A random part in the name: files of one name and length could otherwise be handed to another user.
    stem = f"{file.rsplit('.', 1)[0]}-{secrets.token_hex(6)}"
    with st.container(horizontal=True):
        st.download_button(
            say("imports.download_issues"), lambda: workbook(everything()), f"{stem}.xlsx", on_click="ignore",
            key=f"xlsx_{key}", icon=":material/download:",
        )  # fmt: skip
        st.download_button(
            say("imports.download_issues_csv"), lambda: csv_text(everything()), f"{stem}.csv",
            mime="text/csv", on_click="ignore", key=f"csv_{key}", type="tertiary",
        )  # fmt: skip


def workbook(words: pd.DataFrame) -> bytes:
    """A table as xlsx; text stays text, so that nothing in it acts as a formula."""
    out = io.BytesIO()
    options = {"options": {"strings_to_formulas": False, "strings_to_urls": False}}
    with pd.ExcelWriter(out, engine="xlsxwriter", engine_kwargs=options) as writer:
        words.to_excel(writer, index=False, sheet_name="1")
        writer.sheets["1"].autofit()
        writer.sheets["1"].freeze_panes(1, 0)
    return out.getvalue()


def csv_text(words: pd.DataFrame) -> bytes:
    """A table as CSV for Excel; an apostrophe keeps text that begins like a formula from acting as one."""
    texts = words.select_dtypes(exclude="number").columns
    safe = words.copy()
    for name in texts:
        safe[name] = ["'" + v if isinstance(v, str) and v.startswith(FORMULA) else v for v in words[name]]
    return safe.to_csv(index=False).encode("utf-8-sig")


def _columns(upload: Upload, sheet: object) -> None:
    if sheet.mapping:
        st.dataframe(
            pd.DataFrame(
                {
                    say("imports.source"): list(sheet.mapping),
                    say("imports.field"): [field_name(sheet.kind, f) for f in sheet.mapping.values()],
                }
            ),
            hide_index=True,
            width="content",
        )
    if len(sheet.unmapped):
        st.caption(
            say(
                "imports.unmapped",
                columns=escape("、".join(sheet.unmapped) if language() == "zh" else ", ".join(sheet.unmapped)),
            )
        )
    if sheet.kind == "outlines" or {"lon", "lat"} & set(sheet.mapping.values()):
        st.caption(say(f"imports.datum_note_{upload.options['datum']}"))
