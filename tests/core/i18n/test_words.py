"""Every text exists in both languages, with the same fields, and every key in the code exists."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from core.i18n import LANGUAGES, has, t, words
from core.ingest.issues import issue_catalogue

ROOT = Path(__file__).parents[3]
CODE = sorted([*(ROOT / "core").rglob("*.py"), *(ROOT / "pages").rglob("*.py")])
CJK = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
DATE_FORMAT = re.compile(r"[YMDHms年月日 :]+")  # of a table's column, not a text
# function → position of the key among its arguments
KEY_AT = {"say": 0, "t": 1}


def fields(text: str) -> set[str]:
    """Without the indicator word, which English does not have."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} - {"unit"}


def test_every_text_is_there_in_both_languages_with_the_same_fields():
    wrong = {
        key: texts
        for key, texts in words().items()
        if set(texts) != set(LANGUAGES)
        or not (any(texts[lang].strip() for lang in LANGUAGES) or key.startswith("unit_of."))
        or fields(texts["zh"]) != fields(texts["en"])
    }
    assert not wrong


def test_english_texts_hold_no_chinese():
    wrong = {key: texts["en"] for key, texts in words().items() if CJK.search(texts["en"].replace("中文", ""))}
    assert not wrong


def literal_keys() -> list[tuple[str, str]]:
    found = []
    for file in CODE:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            at = KEY_AT.get(name)
            if at is None or len(node.args) <= at:
                continue
            found += [(f"{file.relative_to(ROOT)}:{node.lineno}", key) for key in _literals(node.args[at])]
    return found


def _literals(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    return []


def test_every_literal_key_in_the_code_exists():
    keys = literal_keys()
    assert len(keys) > 50
    assert [(where, key) for where, key in keys if not has(key)] == []


def error_codes() -> list[tuple[str, str]]:
    """Codes of `UserError("…")` and `NotAllowed("…")`."""
    found = []
    for file in CODE:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("UserError", "NotAllowed") and node.args:
                found += [(f"{file.relative_to(ROOT)}:{node.lineno}", code) for code in _literals(node.args[0])]
    return found


def test_every_error_has_its_words():
    codes = error_codes()
    assert len(codes) > 10
    assert [(where, code) for where, code in codes if not has(f"error.{code}")] == []


@pytest.mark.parametrize("page", sorted((ROOT / "pages").rglob("*.py")), ids=lambda p: p.stem)
def test_pages_hold_no_chinese_literal(page):
    tree = ast.parse(page.read_text("utf-8"))
    docs = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    wrong = [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docs
        and IDEOGRAPH.search(node.value)
        and not DATE_FORMAT.fullmatch(node.value)
    ]
    assert not wrong


def test_a_key_without_text_shows_itself():
    assert t("zh", "no.such.key") == "no.such.key"
    assert t("en", "controls.days", days=7) == "Last 7 days"


@pytest.mark.parametrize(
    ("key", "fields", "said"),
    [
        ("readiness.reason.away", {"away": 1, "until": "13 Mar"}, "1 person may not come, at the latest until 13 Mar"),
        ("reason.grade_gauge_move", {"stations": 1}, "1 station at or above the value to move at once"),
        (
            "exits.lead",
            {"waiting": 1, "late": 0, "above": 1},
            "1 application waits, 0 of them overdue, 1 for the level above",
        ),
        ("codes.made", {"count": 1}, "1 code is ready"),
        ("reason.grade_flood_refused", {"people": 1}, "1 person refuses to move"),
        ("reason.grade_flood_refused", {"people": 21}, "21 people refuse to move"),
        ("finding.classes", {"value": 1, "unit": ""}, "1 person needs attention"),
        (
            "grid_change.duties",
            {"duties": 1},
            "1 post goes along, into the chain of the new grid where it has such a post already.",
        ),
        ("privacy.physical_waits", {"count": 1}, "1 removal still stands in the file until the desk is started next."),
        ("map.more_grids", {"count": 1}, "1 more grid"),
        ("phone.held.counted", {"scans": 1, "reports": 0, "tests": 21}, "1 scan, 0 reports, 21 tests"),
        (
            "readiness.reason.away",
            {"away": 21, "until": "13 Mar"},
            "21 people may not come, at the latest until 13 Mar",
        ),
        (
            "readiness.reason.away",
            {"away": "1,001", "until": "1 May"},
            "1,001 people may not come, at the latest until 1 May",
        ),
    ],
)
def test_one_is_no_plural_in_english(key, fields, said):
    assert t("en", key, **fields) == said


def test_a_time_that_people_copy_has_colons_that_they_type():
    texts = [text["zh"] for text in words().values()] + [each["do_zh"] for each in issue_catalogue().values()]
    assert not [text for text in texts if re.search(r"\d：\d", text)]


@pytest.mark.parametrize(("language", "said"), [("zh", "甲、乙"), ("en", "甲, 乙")])
def test_names_are_listed_as_the_reader_lists_them(language, said):
    assert said in t(language, "error.accounts_columns", columns=["甲", "乙"])


def test_every_text_can_be_filled_whatever_its_fields_are_called():
    """A field called as a parameter of `t` is (key) once made a command fail instead of saying what was wrong."""
    for key, texts in words().items():
        names = {name for text in texts.values() for _, name, _, _ in string.Formatter().parse(text) if name}
        if any("[" in name for name in names):
            continue  # filled by the chart, not by us
        for language in LANGUAGES:
            assert t(language, key, **dict.fromkeys(names, 2)) != key
