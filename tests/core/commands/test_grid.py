"""`grid CODE --why --json`: the rules with what was found, and what the next step lacks."""

from __future__ import annotations

import argparse
import json

import pytest

from core.classify import classify, grade
from core.commands import grid
from core.errors import UserError
from core.rollup import roll_up
from tests.county import LAST_DAY, make_county


def asked(store, code: str, **given: object) -> str:
    return grid.answer(store, argparse.Namespace(**({"code": code, "why": True, "json": True, "lang": "zh"} | given)))


def test_a_grid_tells_its_rules():
    store = make_county()
    with pytest.raises(UserError, match="grid_not_graded"):
        asked(store, "990101")
    with store.write() as db:
        db.execute("update check_in set temperature = 38 where person_id = 5 and scanned_at >= timestamp '2026-01-31'")
    roll_up(store, days=None, actor="test")
    classify(store, as_of=LAST_DAY, actor="test")
    grade(store, as_of=LAST_DAY, actor="test")
    told = json.loads(asked(store, "990101100"))
    assert (told["grade"], told["reason"], told["since"]) == ("medium", "grade_fever", "2026-01-31")
    fever = [r for r in told["rules"] if r["counted"] == "fever"]
    assert [(r["grade"], r["number"], r["of"], r["met"], r["more"]) for r in fever] == [
        ("high", 1, 30, False, 2),
        ("medium", 1, 30, True, 0),
    ]
    assert {"grade": "high", "counted": "fever", "more": 2} in told["up"]
    assert told["down"] == [{"counted": "fever", "fewer": 1}]
    assert [c["code"] for c in told["children"]] == ["990101100001", "U001", "990101100002"]
    assert "rules" not in json.loads(asked(store, "U001", why=False))
    text = asked(store, "U001", json=False)
    assert text.startswith("U001 · 东镇中学 · 中风险（1月31日起）：发热 1 人")
    assert "要降级：发热减少 1 人" in text
    with pytest.raises(UserError, match="grid_unknown"):
        asked(store, "nothing")
