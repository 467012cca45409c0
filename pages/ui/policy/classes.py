"""The classes of the policy that holds: whom each takes, what for, how long, and what they are told."""

from __future__ import annotations

import re
from datetime import date
from html import escape

import streamlit as st

from core.policy import versions
from core.policy.classes import EVENT, FIRST, PersonClass
from core.policy.loader import Policy
from core.policy.terms import events
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
    name = f'<span style="color:{each.colour}" aria-hidden="true">●</span> {escape(getattr(each, lang))}'
    return f'<section><h3 class="gc-name">{name}</h3><dl>{lines}</dl></section>'


def who_words(policy: Policy, each: PersonClass) -> str:
    """The event, and the condition with terms, values and constants by their names."""
    if not each.event:
        return say("policy.card.rest")
    event = getattr(events()[each.event], language())
    return f"{event}：{condition_text(policy, each)}" if each.when else event


def condition_text(policy: Policy, each: PersonClass) -> str:
    at = 0 if language() == "zh" else 1
    values = {f"'{value}'": words[at] for name in each.terms for value, words in policy.terms[name].values.items()}
    names = {name: getattr(policy.terms[name], language()) for name in each.terms}
    signs = {
        sign: say(f"policy.sign.{word}") for sign, word in (("and", "and"), ("or", "or"), ("not", "not"), ("in", "in"))
    }
    text = re.sub(r"(\w+) is not null", rf"\1 {say('policy.sign.known')}", each.when.text)
    text = re.sub(r"(\w+) is null", rf"\1 {say('policy.sign.unknown')}", text)
    text = text.replace(">=", "≥").replace("<=", "≤").replace("<>", "≠")
    words = values | names | signs
    return re.sub(r"'[^']*'|\b[a-z_]+\b", lambda m: words.get(m[0], m[0]), text)


def long_words(each: PersonClass) -> str:
    if not each.event:
        return ""
    if each.ends == EVENT:
        return say("policy.card.event_end")
    return say("policy.card.days_or_end" if each.ends == FIRST else "policy.card.days", days=each.days)
