"""`duty` and the further doings of `brief` on the command line."""

from __future__ import annotations

import json

import pytest

from core import clock
from core.commands import brief, duty
from core.errors import UserError
from core.i18n import t
from tests.core.commands.test_papers import typed
from tests.core.handling.test_life import opened
from tests.county import make_county
from tests.pages.conftest import prepared_county


@pytest.fixture
def store():
    made = make_county()
    opened(made, (1, 4, 1, "high"))
    with made.write() as db:
        db.execute("update alert set opened_at = ?", [clock.now()])
    return made


def run(store, *words: str) -> object:
    args = typed("duty", *words, "--json")
    return json.loads(duty.ANSWERS[args.command](store, args))


def test_from_the_draft_to_the_units_above(store, tmp_path):
    made = run(store, "draft", "--alert", "1")
    assert made["kind"] == "first" and made["phone_by"] < made["written_by"]
    run(store, "edit", "1", "--part", "cause", "--text", "待查")
    assert run(store, "sign", "1", "--name", "李主任") == {"number": f"甲指值初〔{clock.today().year}〕1号"}
    told = run(store, "told", "1", "--to", "市委办公室", "--way", "phone", "--by", "小黄")["told"]
    run(store, "acknowledged", str(told), "--by", "赵")
    shown = run(store, "show", "1")
    assert shown["state"] == "signed" and shown["told"][0]["acknowledged_name"] == "赵"
    assert {p["part"]: p["body"] for p in shown["parts"]}["cause"] == "待查"
    (listed,) = run(store, "list")
    assert listed["phone_late"] is False and listed["signed_name"] == "李主任"
    for form in ("docx", "html"):
        file = run(store, "print", "1", "--form", form, "--out", str(tmp_path / f"a.{form}"))["file"]
        assert (tmp_path / f"a.{form}").stat().st_size > 500 and file.endswith(form)
    assert run(store, "draft", "--of", "1", "--kind", "final")["kind"] == "final"
    run(store, "withdraw", "2")
    for words, code in (
        (("draft", "--alert", "9"), "duty_alert"), (("draft", "--grid", "990101", "--known", "25:99"), "duty_time"),
        (("draft", "--grid", "990101", "--known", "2999-01-01T08:00"), "duty_future"), (("told", "1", "--to", "x", "--way", "phone", "--by", "y", "--at", "2999-01-01T08:00"), "duty_future"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=code):
            run(store, *words)
    args = typed("duty", "list")
    for args.lang in ("zh", "en"):
        assert t(args.lang, "duty_info.state.signed") in duty.list_all(store, args)


def test_a_brief_of_a_day_is_kept_signed_and_taken_again(tmp_path):
    store = prepared_county()
    out = str(tmp_path)
    assert brief.answer(store, typed("brief", "--date", "2026-01-29", "--format", "docx", "--keep", "--out", out))
    assert brief.answer(store, typed("brief", "--kind", "weekly", "--format", "pptx", "--lang", "en", "--out", out))
    assert {f.name for f in tmp_path.iterdir()} == {
        "brief-990101-2026-01-29-zh.docx",
        "brief-990101-2026-01-31-weekly-en.pptx",
    }
    assert json.loads(brief.answer(store, typed("brief", "--sign", "1", "--name", "张主任", "--json"))) == {"signed": 1}
    (row,) = json.loads(brief.answer(store, typed("brief", "--list", "--json")))
    assert row["signed_name"] == "张主任" and row["day"].startswith("2026-01-29")
    brief.answer(store, typed("brief", "--kept", "1", "--format", "docx", "--out", out))
    assert (tmp_path / "brief-1-2026-01-29-zh.docx").exists()
    for words, code in (
        (("--date", "2020-01-01", "--out", out), "brief_day"),
        (("--format", "docx"), "brief_out"),
        (("--kept", "9", "--out", out), "brief_unknown"),
    ):
        with pytest.raises(UserError, match=code):
            brief.answer(store, typed("brief", *words))
