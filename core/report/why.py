"""Why somebody is in a class or not, in words: for the person's page and the command line."""

from __future__ import annotations

from datetime import date

from core.classify.by_hand import Decision
from core.classify.why import HOLDS, MASK, NO_END, Known, Stage, Why
from core.i18n import format, t
from core.policy.names import known_class, known_terms
from core.policy.terms import events
from core.report.condition_words import condition_words


def class_of(language: str, code: str) -> str:
    return getattr(known_class(code), language)


def term_of(language: str, code: str) -> str:
    return getattr(known_terms()[code], language)


def verdict(language: str, found: Why) -> str:
    """“12月3日起，12月16日止”, “缺少：来源地风险”."""
    each = known_class(found.code)
    fields = {
        "since": format.day(language, found.since) if found.since else t(language, "why.beginning"),
        "until": format.day(language, found.until) if found.until else t(language, "why.open"),
        "event": getattr(events()[each.event], language) if each.event else "",
        "by": class_of(language, found.by) if found.by else "",
        "missing": t(language, "why.comma").join(term_of(language, name) for name in found.missing),
        "decision": decided(language, found.decision) if found.decision else "",
    }
    said = t(language, f"why.{found.state}.{found.because}", **fields)
    if found.when:
        said = t(language, "why.wants", said=said, condition=condition_words(language, found.when, known_terms()))
    return t(language, "why.semicolon").join([said, *stage(language, found.stage)])


def decided(language: str, decision: Decision) -> str:
    """“人工解除（医生排除），王芳，1月30日9:00”."""
    key = "why.decision_note" if decision.note else "why.decision"
    return t(
        language, key, act=t(language, f"decision_act.{decision.act}"), reason=t(language, f"decision.{decision.reason}"),
        note=decision.note or "", who=decision.who, at=format.moment(language, decision.decided_at),
    )  # fmt: skip


def stage(language: str, found: Stage | None) -> list[str]:
    """Which phase of a chain, until when, and the days on which tests are due."""
    if found is None:
        return []
    place = t(language, f"class_place.{found.place}")
    until = t(language, "why.open") if found.until == NO_END else format.day(language, found.until)
    days = t(language, "why.comma").join(format.day(language, day) for day in found.tests)
    told = [t(language, "why.stage", phase=found.phase, phases=found.phases, place=place, until=until)]
    return told + ([t(language, "why.tests", days=days)] if days else [])


def grounds(language: str, found: Why) -> str:
    """What is known, each with where it was told; of a class that holds, only what is."""
    shown = [k for k in found.known if k.value is not None or found.state != HOLDS]
    return t(language, "why.semicolon").join(_known(language, known) for known in shown)


def _known(language: str, known: Known) -> str:
    text = t(language, "why.value", term=term_of(language, known.term), value=_value(language, known))
    source = _source(language, known)
    return t(language, "why.with_source", value=text, source=source) if source and known.value is not None else text


def _value(language: str, known: Known) -> str:
    term, value = known_terms()[known.term], known.value
    if value is None or value == MASK:
        return t(language, "why.nothing") if value is None else MASK
    if isinstance(value, bool):
        return t(language, "why.true" if value else "why.false")
    if term.type == "value":
        words = term.values.get(str(value))
        return words[0 if language == "zh" else 1] if words else str(value)
    if term.type == "date":
        return format.day(language, date.fromisoformat(str(value)))
    return format.number(language, value, 1) if term.type == "number" else str(value)


def _source(language: str, known: Known) -> str:
    where, _, part = known.source.partition(".")
    if not where:
        return ""
    key = "person_fact_on" if where == "person_fact" and known.day else f"stay_{part}" if where == "stay" else where
    source = t(language, f"why.from.{key}", day=format.day(language, known.day) if known.day else "")
    if not known.file:
        return source
    # of an area, and of what is told of somebody, who said so may stand there and no file
    key = "why.from.by" if where in ("risk_area", "person_fact") else "why.from.file"
    return t(language, key, source=source, file=known.file)
