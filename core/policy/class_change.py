"""A change of one class, as a county's version says it (core/policy/layers.py): how long it lasts, and whom it takes. What the text said of
the same before goes, also where it is faulty."""

from __future__ import annotations

import json
from collections.abc import Collection

from core.policy.classes import EVENT, LONGEST, PersonClass
from core.policy.length_change import length_lines
from core.policy.text_blocks import Block, blocks, joined, new_block

CLASS = "classes.class"
LENGTH = ("days", "phases", "days_by")


def days_of(each: PersonClass) -> int | None:
    """None: only its event ends it."""
    return None if each.ends == EVENT else each.days


def when_of(each: PersonClass) -> str:
    return each.when.text if each.when else ""


def said_of(text: str, each: PersonClass) -> tuple[int | None, str]:
    """(days, condition) of a class by a text that may be faulty: what it says of them, else what `each` has."""
    own = [block for block, code in _owned(blocks(text)) if code == each.code]
    days = next((d for block in reversed(own) if (d := block.says("days")) is not None), None)
    when = next((w for block in reversed(own) if isinstance(w := block.says("when"), str)), when_of(each))
    return (days if type(days) is int and 0 < days <= LONGEST else days_of(each)), when


def length_changed(text: str, before: PersonClass, shipped: PersonClass | None, days: int | None) -> str:
    """`before`: the class whose phases and lengths the days are laid on; `shipped`: as it is without the text, None: in the text alone."""
    keys = [*LENGTH, *(["ends"] if before.ends == EVENT or (shipped and shipped.ends == EVENT) else [])]
    as_shipped = shipped is not None and days == days_of(shipped)
    return _changed(text, before.code, keys, [] if as_shipped or days is None else length_lines(before, days))


def condition_changed(text: str, code: str, shipped: PersonClass | None, when: str) -> str:
    """An empty one: as it is without the text."""
    as_shipped = not when.strip() or (shipped is not None and when.strip() == when_of(shipped))
    lines = [] if as_shipped else [f"when = {json.dumps(when.strip(), ensure_ascii=False)}"]
    return _changed(text, code, ["when"], lines)


def _changed(text: str, code: str, keys: Collection[str], lines: Collection[str]) -> str:
    found, own = [], []
    for block, of in _owned(blocks(text)):
        if of == code and block.path.removeprefix(CLASS + ".") in keys:
            continue  # the same key as tables of its own
        if of == code and block.path == CLASS:
            block.drop(keys)
            own.append(block)
        found.append(block)
    if lines and not own:
        own = [new_block(f"[[{CLASS}]]", [f'code = "{code}"'])]
        found += own
    if lines:
        next((block for block in own if block.tells_besides("code")), own[0]).add(lines)
    return joined([block for at, block in enumerate(found) if block not in own or _tells(block, found[at + 1 :])])


def _tells(block: Block, after: list[Block]) -> bool:
    """More than which class it is; its tables stand behind it."""
    return block.tells_besides("code") or bool(after and after[0].path.startswith(CLASS + "."))


def _owned(found: list[Block]) -> list[tuple[Block, str]]:
    """Each block with the class that it speaks of; empty: of none."""
    made, code = [], ""
    for block in found:
        if block.path == CLASS:
            code = str(block.says("code") or "")
        elif not block.path.startswith(CLASS + "."):
            code = ""
        made.append((block, code))
    return made
