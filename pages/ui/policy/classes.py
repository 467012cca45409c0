"""The classes of the policy that holds: whom each takes, what for, how long, and what they are told."""

from __future__ import annotations

from datetime import date
from html import escape

import streamlit as st

from core.policy import versions
from core.policy.classes import EVENT, FIRST, PersonClass
from core.policy.loader import Policy
from core.policy.terms import events
from core.report.condition_words import condition_words
from core.store import Store
from pages.ui.shared.session import language, say


def class_cards(store: Store, pack: str, day: date) -> None:
    policy = versions.in_force(store, day, pack)
    st.html(f'<div class="gc-policy">{"".join(_card(policy, each) for each in policy.classes)}</div>')


def _card(policy: Policy, each: PersonClass) -> str:
    lang = language()
    rows = [
        ("policy.card.for", getattr(each, f"purpose_{lang}")),
        ("policy.card.who", who_words(policy, each)),
        ("policy.card.long", long_words(each)),
        ("policy.card.told", getattr(each, f"told_{lang}")),
    ]
    lines = "".join(f"<dt>{escape(say(label))}</dt><dd>{escape(text)}</dd>" for label, text in rows if text)
    name = f'<span class="gc-dot" style="color:{each.colour}" aria-hidden="true">●</span> {escape(getattr(each, lang))}'
    return f'<section><h3 class="gc-name">{name}</h3><dl>{lines}</dl></section>'


def who_words(policy: Policy, each: PersonClass) -> str:
    """The event, and the condition as on the page of classes: terms by their names, constants by their values."""
    if not each.event:
        return say("policy.card.rest")
    event = getattr(events()[each.event], language())
    if not each.when:
        return event
    return say("policy.card.who_when", event=event, condition=condition_words(language(), each.when, policy.terms))


def long_words(each: PersonClass) -> str:
    if not each.event:
        return ""
    if each.ends == EVENT:
        return say("policy.card.event_end")
    return say("policy.card.days_or_end" if each.ends == FIRST else "policy.card.days", days=each.days)
