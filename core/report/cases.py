"""A case, a contact and how it spread in words: for the person's page and the command line."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from core.i18n import format, t
from core.policy.names import known_terms

DAYS = ("onset_on", "sampled_on", "confirmed_on", "reported_on")


def case_line(language: str, row: dict) -> str:
    """“A1 · 确诊病例 · 轻型 · 2月5日发病 · 治愈出院（2月20日） · 感染来源 A0”."""
    parts = [row["case_no"], _word(language, "case_kind", row["kind"]), _word(language, "severity", row["severity"])]
    parts += [_on(language, name, row[name]) for name in DAYS]
    parts += [_ended(language, row), _text(row["hospital"])]
    if source := _text(row["infector_no"]):
        parts.append(t(language, "cases.source", number=source))
    return " · ".join(part for part in parts if part)


def contact_line(language: str, row: dict) -> str:
    """“密接 · 病例 A1 · 同事 · 2月5日最后接触 · 集中隔离 · 2月6日至2月19日”."""
    level = _word(language, "contact_kind", row["kind"])
    if row["level"] == "second_contact" or level == "":
        level = t(language, f"cases.level.{row['level']}")
    of = _text(row["case_no"]) or _text(row["case_name"])
    parts = [
        level,
        t(language, "cases.through" if row["through"] else "cases.of", case=of)
        if of
        else t(language, "cases.of_unknown"),
    ]
    parts += [_word(language, "relation", row["relation"]), _on(language, "last_contact_on", row["last_contact_on"])]
    parts += [_word(language, "contact_place", row["place"]), _text(row["place_name"]), _span(language, row)]
    if row["case_outcome"] == "excluded":
        parts.append(t(language, "cases.case_excluded"))
    if row["waits"] and of:
        parts.append(t(language, "cases.waits"))
    return " · ".join(part for part in parts if part)


def spread_name(language: str, row: dict) -> str:
    """“韦小明”, else the number, else that nobody may be named."""
    return _text(row["name"]) or _text(row["number"]) or t(language, "cases.unnamed")


def spread_words(language: str, row: dict) -> str:
    """“确诊病例 · 2月5日”, “密接 · 同事 · 2月5日”."""
    term = "case_kind" if row["role"] == "case" else "contact_kind"
    told = _word(language, term, row["kind"]) if row["role"] != "second_contact" else ""
    parts = [told or t(language, f"cases.level.{row['role']}"), _word(language, "relation", row["relation"])]
    number = _text(row["number"]) if _text(row["name"]) else ""
    return " · ".join(part for part in (*parts, number, _day(language, row["day"])) if part)


def spread_lines(language: str, spread: pd.DataFrame) -> Iterator[str]:
    """Each step on a line of its own, indented by how far along it stands."""
    first = min([0, *spread["step"]])
    rows = spread.to_dict("records")
    for row in (r for r in rows if r["step"] < 0):
        yield f"{'  ' * (row['step'] - first)}{_step(language, row)} →"
    for row in (r for r in rows if r["step"] > 0):
        yield f"{'  ' * (1 - first)}→ {_step(language, row)}"


def _step(language: str, row: dict) -> str:
    return t(language, "cases.step", name=spread_name(language, row), words=spread_words(language, row))


def _ended(language: str, row: dict) -> str:
    outcome = _word(language, "outcome", row["outcome"])
    day = _day(language, row["outcome_on"])
    return t(language, "cases.ended", outcome=outcome, day=day) if outcome and day else outcome


def _span(language: str, row: dict) -> str:
    since, until = _day(language, row["quarantine_from"]), _day(language, row["quarantine_until"])
    key = "span" if since and until else "from" if since else "until" if until else ""
    return t(language, f"cases.{key}", since=since, until=until) if key else ""


def _on(language: str, name: str, day: object) -> str:
    return "" if pd.isna(day) else t(language, f"cases.{name}", day=_day(language, day))


def _day(language: str, day: object) -> str:
    return "" if pd.isna(day) else format.day(language, pd.Timestamp(day).date())


def term_value(language: str, term: str, code: str) -> str:
    """One of a term's values in words: `case_kind`, `clinical` → 临床诊断病例."""
    return known_terms()[term].values[code][0 if language == "zh" else 1]


def _word(language: str, term: str, code: object) -> str:
    if not isinstance(code, str):
        return ""
    return term_value(language, term, code)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
