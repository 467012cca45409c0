"""An empty desk says what to do first: three steps, those done ticked."""

from __future__ import annotations

from html import escape

from core.domain import User
from pages.ui.shared.links import href
from pages.ui.shared.session import own_desk, say

# step → what `core.registry.status.status` must count before it is done
STEPS = {"grids": "grids", "people": "people", "check_ins": "check_ins"}


def missing(counts: dict[str, int]) -> bool:
    return not all(counts[what] for what in STEPS.values())


def welcome_html(user: User, counts: dict[str, int]) -> str:
    steps = "".join(
        _step(number, name, bool(counts[what]), user) for number, (name, what) in enumerate(STEPS.items(), start=1)
    )
    who = "" if user.may("imports.write") else f'<p class="gc-why">{escape(say("overview.ask_clerk"))}</p>'
    title = escape(say("welcome.title", desk=own_desk().name))
    return f'<section class="gc-welcome"><h2>{title}</h2><p>{escape(say("overview.empty"))}</p><ol class="gc-steps">{steps}</ol>{who}</section>'


def _step(number: int, name: str, done: bool, user: User) -> str:
    title, text = escape(say(f"welcome.{name}")), escape(say(f"welcome.{name}_text"))
    sign = "✓" if done else str(number)
    go = ""
    if not done and user.may("imports.write"):
        go = f'<a class="go gc-button" href="{href("imports")}">{escape(say("overview.go_imports"))}</a>'
    state = f'<span class="gc-said">{escape(say("welcome.done"))}</span>' if done else ""
    return f'<li class="{"gc-done" if done else ""}"><span class="gc-step">{sign}</span><div><b>{title}</b>{state}<p>{text}</p>{go}</div></li>'
