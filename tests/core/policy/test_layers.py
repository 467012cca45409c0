"""Editions over a pack and changes over an edition: what is laid over what, and where a fault stands."""

from __future__ import annotations

import tomllib

import pytest

from core.errors import UserError
from core.i18n import LANGUAGES, t
from core.policy.editions import editions, read_editions
from core.policy.folder import FOLDER, scenarios
from core.policy.layers import parse
from core.policy.loader import load_policy

# Days of (home_quarantine, inbound, returnee) at each edition; None: no such class.
LENGTHS = {
    "2020-02": (14, 14, 14), "5": (14, 14, 14), "6": (14, 14, 14), "7": (14, 14, 14), "8": (14, 21, 14), "9": (7, 7, 3),
    "art20": (7, 7, 1), "art10": (7, None, None), "10": (None, None, None),
}  # fmt: skip
# A class goes; a threshold, a detector's number and another class's days are the county's own.
LAID = """without = ["classes.home_quarantine"]
[classes]
fever = 37.5
[detectors.fever]
cluster = 5
[[classes.class]]
code = "inbound"
days = 10
"""


def days(policy) -> dict[str, int | None]:
    return {c.code: c.days for c in policy.classes}


def test_the_editions_of_the_epidemic_and_their_lengths():
    assert list(LENGTHS) == [*editions("epidemic")][: len(LENGTHS)]
    found = {code: days(load_policy("epidemic", code)) for code in LENGTHS}
    told = {c: tuple(d.get(k) for k in ("home_quarantine", "inbound", "returnee")) for c, d in found.items()}
    assert told == LENGTHS
    ends = [e.until for e in editions("epidemic").values()]
    begins = [e.since for e in editions("epidemic").values()]
    assert all(0 < (b - e).days <= 1 for e, b in zip(ends, begins[1:], strict=False))  # one after the other


def test_class_codes_belong_to_one_pack():
    owners: dict[str, set[str]] = {}
    for pack in scenarios():
        for edition in editions(pack):
            for each in load_policy(pack, edition).classes:
                owners.setdefault(each.code, set()).add(pack)
    owners.pop("resident")
    assert not {code: packs for code, packs in owners.items() if len(packs) > 1}


def test_changes_lie_over_an_edition_and_a_class_goes_with_all_that_speaks_of_it():
    changed = load_policy("epidemic", "9", LAID)
    assert (changed.fever, changed.detectors["fever"]["cluster"], changed.detectors["fever"]["days"]) == (37.5, 5, 5)
    assert days(changed)["inbound"] == 10 and days(changed)["returnee"] == 3 and "home_quarantine" not in days(changed)
    assert "home_quarantine" not in {rule.counted for rule in changed.grades}
    assert "home_quarantine" not in changed.detectors["quarantine_breach"]["classes"]
    assert days(load_policy("epidemic", "9"))["inbound"] == 7  # the edition itself stays


@pytest.mark.parametrize(
    ("changes", "line", "where", "what"),
    [
        ('[[classes.class]]\ncode = "inbound"\n\nwhen = "origin_rsk = 1"\n', 4, "inbound", "unknown_term"),
        ('[[classes.class]]\ncode = "inbound"\ndays = 0\n', 3, "inbound", "days"),
        ('\n[[classes.class]]\ncode = "own"\nrank = 9\n', 2, "own", "missing"),
        ('# x\n[clases]\na = 1\n', 2, None, "section_unknown"),
        ('without = ["classes.nope"]\n', 1, None, "without_unknown"),
        ('[[classes.class]]\ncode = "returnee"\nrank = 3\n', 3, "returnee", "same_rank"),
        ("[classes]\norigins = []\n", 2, None, "constant"),
    ],
)  # fmt: skip
def test_a_fault_of_changes_is_told_with_its_own_line(changes, line, where, what):
    with pytest.raises(UserError) as error:
        load_policy("epidemic", "9", changes)
    told = error.value.fields
    assert (told["file"], told["line"], str(told["what"])) == ("changes", line, f"policy.fault.{what}")
    assert told.get("where", "–").strip("–") == (where or "")
    assert all("{" not in t(language, "error.policy_invalid", **told) for language in LANGUAGES)


def test_text_that_is_no_toml_has_a_line():
    with pytest.raises(UserError) as error:
        load_policy("epidemic", "9", "[classes]\n\nfever = = 1")
    assert error.value.fields["line"] == 3


def test_nobody_changes_what_a_pack_says():
    """Its files are read once for all editions: whatever was laid over them, they stay as they stand."""
    for pack in scenarios():
        for edition in editions(pack):
            load_policy(pack, edition)
    load_policy("epidemic", "9", LAID)
    for file in (FOLDER / "epidemic").rglob("*.toml"):
        text = file.read_text("utf-8")
        assert parse(file.name, text) == tomllib.loads(text), file.name


@pytest.mark.parametrize(
    ("head", "fault", "line"),
    [
        ("from = 2026-03-01\nuntil = 2026-02-01", "edition_backwards", 4),
        ("until = 2026-02-01\nfrom = 2026-03-01", "edition_backwards", 3),
        ('from = "2026-03-01"', "edition_day", 3),
        ("issued = 2026", "edition_day", 3),
    ],
)
def test_the_days_of_an_edition_are_days_one_after_the_other(tmp_path, head, fault, line):
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "own.toml").write_text(f'zh = "自定"\nen = "Own"\n{head}\n', "utf-8")
    with pytest.raises(UserError) as raised:
        read_editions(tmp_path)
    told = raised.value.fields
    assert (raised.value.code, told["file"], told["line"], told["what"]) == (
        "policy_invalid",
        "editions/own.toml",
        line,
        f"policy.fault.{fault}",
    )
    for language in LANGUAGES:
        assert str(line) in t(language, "error.policy_invalid", **told)


def test_an_edition_may_hold_a_single_day(tmp_path):
    (tmp_path / "editions").mkdir()
    (tmp_path / "editions" / "own.toml").write_text(
        'zh = "自定"\nen = "Own"\nfrom = 2026-03-01\nuntil = 2026-03-01\n', "utf-8"
    )
    assert list(read_editions(tmp_path)) == ["own"]
