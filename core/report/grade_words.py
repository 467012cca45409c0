"""The ladder of a grid's grade in words: what a rule asks for, what it finds, what is missing for the next step, and what leads down."""

from __future__ import annotations

from collections.abc import Callable

from core.classify.ladder import Ladder, Rung
from core.i18n import format, t
from core.i18n.sentence import sentence
from core.policy.grades import ALERTS, COVERAGE, GAUGE, READING, SHARE, UNKNOWN, GradeRule
from core.report.wording import class_name

MOST = 4  # further digits


def grade_name(language: str, grade: str) -> str:
    return t(language, f"grade.{grade}")


def counted_words(language: str, rule: GradeRule) -> str:
    """“发热”, “严重未结预警”."""
    if rule.kind == ALERTS:
        severity = t(language, "severity." + rule.counted.partition(".")[2])
        return t(language, "ladder.counted.alerts", severity=severity if language == "zh" else severity.lower())
    if rule.kind in (READING, GAUGE):
        return t(language, f"ladder.counted.{rule.counted}")
    if rule.kind in (SHARE, COVERAGE):
        return t(language, f"ladder.counted.{rule.kind}")
    return class_name(language, rule.counted)


def asked(language: str, rule: GradeRule) -> str:
    """“发热 ≥ 3 人，且每千人 ≥ 2”."""
    if rule.kind == COVERAGE:
        return t(language, "ladder.asked.coverage", share=format.percent(rule.at_least, 0))
    fields = {"counted": counted_words(language, rule), "number": format.number(language, rule.at_least)}
    if not rule.per_1000:
        return t(language, f"ladder.asked.{rule.kind}", **fields)
    share = format.percent(rule.per_1000 / 1000, 1) if rule.kind == SHARE else format.number(language, rule.per_1000, 1)
    return t(language, f"ladder.asked.{rule.kind}_and_share", **fields, share=share)


def observed(language: str, rung: Rung) -> str:
    """“9 人，每千人 0.5”."""
    if rung.number is None:
        return t(language, "ladder.no_scans")
    if rung.rule.kind == COVERAGE:
        return _short(rung.number, rung.rule.at_least, format.percent)
    number = _short(
        rung.number,
        rung.rule.at_least,
        lambda value, more: format.number(language, value, more + (rung.rule.kind == READING)),
    )
    if rung.per_1000 is None:
        return t(language, f"ladder.observed.{rung.rule.kind}", number=number)
    if rung.rule.kind == SHARE:
        share = _short(rung.per_1000, rung.rule.per_1000, lambda value, more: format.percent(value / 1000, 1 + more))
    else:
        share = _short(rung.per_1000, rung.rule.per_1000, lambda value, more: format.number(language, value, 1 + more))
    return t(language, f"ladder.observed.{rung.rule.kind}_and_share", number=number, share=share)


def _short(value: float, wanted: float | None, written: Callable[[float, int], str]) -> str:
    """With more digits where it falls short of what is asked for and would look as if it reached it: 2.97 of 3."""
    digits = 0
    while wanted and value < wanted and digits < MOST and written(value, digits) == written(wanted, digits):
        digits += 1
    return written(value, digits)


def verdict(language: str, rung: Rung, *, decides: bool) -> str:
    """“达到，决定等级”, “达到”, “还差 2 人”."""
    if rung.met:
        return t(language, "ladder.decides" if decides else "ladder.met")
    if rung.more is None or rung.base == 0:
        return t(language, "ladder.not_met")
    return t(language, f"ladder.lacks.{rung.rule.kind}", count=_lacking(language, rung.more))


def ways_up(language: str, found: Ladder, *, most: int = 2) -> list[str]:
    """“发热再增加 2 人，升为高风险”, the nearest first."""
    return [
        t(
            language, f"ladder.up.{rung.rule.kind}", count=_lacking(language, rung.more), counted=counted_words(language, rung.rule),
            grade=grade_name(language, rung.rule.grade),
        )
        for rung in found.up[:most]
    ]  # fmt: skip


def way_down(language: str, found: Ladder) -> str:
    """What all has to happen until the grade is a lesser one; empty where there is none."""
    if found.grade == UNKNOWN:
        return t(language, "ladder.down.unknown")
    by_counted: dict[str, Rung] = {}
    for rung in found.down:  # of two rules about the same the one that takes most
        known = by_counted.get(rung.rule.counted)
        by_counted[rung.rule.counted] = rung if known is None or rung.fewer > known.fewer else known
    parts = [
        t(
            language,
            f"ladder.fewer.{r.rule.kind}",
            count=_lacking(language, r.fewer),
            counted=counted_words(language, r.rule),
        )
        for r in by_counted.values()
    ]
    return t(language, "ladder.down.all", parts=t(language, "ladder.and").join(parts)) if parts else ""


def _lacking(language: str, number: float) -> str:
    """People and alerts are whole; a reading has a decimal."""
    return format.exact(int(number)) if number == int(number) else format.number(language, number, 1)


def stands(language: str, found: Ladder) -> str:
    """“中风险，3月8日起：发热 9 人，每千人 0.5 人；此前为低风险（3月1日至3月7日）”."""
    fields = {"grade": grade_name(language, found.grade), "since": format.day(language, found.since)}
    text = t(language, "ladder.stands", **fields, reason=sentence(language, found.reason, found.fields))
    if found.before is None:
        return text
    before = {"grade": grade_name(language, found.before.grade), "until": format.day(language, found.before.until)}
    return text + t(language, "ladder.before", **before, since=format.day(language, found.before.since))
