"""Faulty classes are refused, each with its line, class and reason."""

from __future__ import annotations

import itertools

import pytest

from core import colours
from core.errors import UserError
from core.i18n import LANGUAGES, t
from core.policy.editions import editions
from core.policy.folder import scenarios
from core.policy.loader import load_policy, read_policy
from core.policy.phases import PLACES, Phase
from tests.core.policy.eyes import apart
from tests.packs import bare_pack

GIVEN = """
fever = 37.3
origins = ["湖北"]

[[class]]
code = "kids"
zh = "儿童"
en = "Children"
purpose_zh = "照看"
purpose_en = "Look after them"
told_zh = "请注意"
told_en = "Take care"
colour = "#112233"
rank = 1
event = "arrival"
when = "age < 14"
days = 14
reason = "class_kids"

[[class]]
code = "resident"
zh = "居民"
en = "Resident"
purpose_zh = "其余"
purpose_en = "The rest"
told_zh = "好"
told_en = "Fine"
colour = "#999999"
rank = 99
reason = "class_resident"
"""


@pytest.fixture
def pack(tmp_path):
    """Reads the made-up classes with something in them written otherwise."""
    folder = bare_pack(tmp_path / "pack")

    def read(old: str = "", new: str = ""):
        assert old in GIVEN
        (folder / "classes.toml").write_text(GIVEN.replace(old, new, 1) if old else GIVEN, "utf-8")
        return read_policy(folder)

    return read


def test_what_is_right_is_read(pack):
    kids = pack().person_class("kids")
    assert (kids.event, kids.days, kids.from_day, kids.ends, kids.terms) == ("arrival", 14, 1, "days", ("age",))


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("age < 14", "agee < 14", "unknown_term", 16),
        ("age < 14", "temperature > fever", "not_of_event", 16),
        ("age < 14", "age < 'old'", "type_number", 16),
        ("age < 14", "age", "no_comparison", 16),
        ("age < 14", "fever", "constant_alone", 16),
        ("age < 14", "sex = 'man'", "unknown_value", 16),
        ("age < 14", "sex > 'male'", "no_order", 16),
        ("age < 14", "sex = 1", "type_value", 16),
        ("age < 14", "student = 1", "type_boolean", 16),
        ("age < 14", "on_day > 'soon'", "no_date", 16),
        ("age < 14", "on_day > 14", "type_date", 16),
        ("age < 14", "origin = 5", "type_text", 16),
        ("age < 14", "origin in fever", "not_a_list", 16),
        ("age < 14", "origin = origins", "a_list", 16),
        ("age < 14", "1 = 1", "no_term", 16),
        ("age < 14", "age < 14 and age > 60", "never", 16),
        ("age < 14", "age is null and age = 3", "never", 16),
        ("age < 14", "sex = 'male' and sex in ('female')", "never", 16),
        ("age < 14", "not student and student", "never", 16),
        ("age < 14", "on_day < '2026-01-01' and on_day > date '2026-02-01'", "never", 16),
        ("age < 14", "age <", "unreadable", 16),
        ("age < 14", "", "unreadable", 16),
        ("age < 14", "age < 14; drop table person", "unreadable", 16),
        ("age < 14", "age < (select 1)", "not_allowed", 16),
        ("age < 14", "age in (select 1)", "not_allowed", 16),
        ("age < 14", "exists (select 1)", "not_allowed", 16),
        ("age < 14", "age + 1 < 14", "not_allowed", 16),
        ("age < 14", "abs(age) < 14", "not_allowed", 16),
        ("age < 14", "person.age < 14", "not_allowed", 16),
        ("age < 14", "origin like '%x'", "not_allowed", 16),
        ("age < 14", "case when student then true end", "not_allowed", 16),
        ("age < 14", "age < $x", "not_allowed", 16),
        ('purpose_en = "Look after them"\n', "", "no_purpose", 5),
        ('purpose_zh = "照看"', 'purpose_zh = " "', "no_purpose", 9),
        ("days = 14\n", "", "no_end", 5),
        ("days = 14", 'ends = "event"', "no_own_end", 17),
        ("days = 14", 'days = 14\nends = "never"', "ends", 18),
        ("days = 14", "days = 0", "days", 17),
        ("days = 14", "days = true", "missing", 17),
        ("days = 14", "days = 14\nfrom_day = 2", "from_day", 18),
        ("days = 14", "days = 14\ncolor = 1", "unknown_key", 18),
        ("days = 14", "days = 14\nphases = [{place = 'home', days = 3}]", "two_lengths", 18),
        ("days = 14", "phases = []", "phases", 17),
        ("days = 14", "phases = [{place = 'home', days = 3, test = 1}]", "phase_keys", 17),
        ("days = 14", "phases = [{place = 'hotel', days = 3}]", "phase_place", 17),
        ("days = 14", "phases = [{place = 'home', days = 0}]", "phase_days", 17),
        ("days = 14", "phases = [{place = 'home', days = 3}, {place = 'self', days = 2, tests = [3]}]", "phase_tests", 17),
        ("days = 14", "phases = [{place = 'home', days = 3, tests = [0]}]", "phase_tests", 17),
        ("days = 14", "phases = [{place = 'home', days = 3, tests = [2, 1]}]", "phase_tests", 17),
        ("days = 14", "days = 14\nclock = 'origin'", "clock", 18),
        ("days = 14", "days = 14\nclock = 'ends_on'", "clock", 18),
        ("days = 14", "days_by = []", "days_by", 17),
        ("days = 14", "days_by = [{days = 3}, {days = 4}]", "days_by", 17),
        ("days = 14", "days_by = [{when = 'agee < 3', days = 3}]", "unknown_term", 17),
        ("days = 14", "days_by = [{when = 'days_since < 7', days = 21}]", "length_by_day", 17),
        ("days = 14", "days_by = [{when = 'age < 7', days = 0}]", "days", 17),
        ("days = 14", "days = 14\nrelease = 'temperature < 37'", "not_of_event", 18),
        ("days = 14", "days = 14\nkeep = 'age < 7'", "keep_no_end", 18),
        ("days = 14", "days = 14\nat_most = 20", "keep_no_end", 18),
        ("days = 14", "days = 14\nkeep = 'age < 7'\nat_most = 14", "at_most", 19),
        ("days = 14", "days = 14\nunder_way = 'old'", "under_way", 18),
        ("days = 14", 'days = 14\nexcludes = ["nobody"]', "excludes_unknown", 18),
        ("days = 14", 'days = 14\nexcludes = ["kids"]', "excludes_before", 18),
        ('event = "arrival"', 'event = "departure"', "unknown_event", 15),
        ('origins = ["湖北"]', 'places = ["湖北"]', "no_constant", 15),
        ('origins = ["湖北"]', "origins = []", "constant", 3),
        ("rank = 99", "rank = 1", "same_rank", 29),
        ('code = "resident"', 'code = "kids"', "missing", 20),
        ('code = "kids"', 'code = "Kids!"', "code", 6),
        ("#112233", "blue", "colour", 13),
        ("#112233", "#11223", "colour", 13),
    ],
)  # fmt: skip
def test_a_fault_has_its_line_class_and_reason(pack, old, new, code, line):
    with pytest.raises(UserError) as error:
        pack(old, new)
    told = error.value.fields
    assert (error.value.code, told["what"], told["file"], told["line"]) == (
        "policy_invalid", f"policy.fault.{code}", "classes.toml", line,
    )  # fmt: skip
    assert told["where"] in ("kids", "resident", "Kids!", "–")
    for language in LANGUAGES:
        text = t(language, "error.policy_invalid", **told)
        assert "{" not in text and "classes.toml" in text and (not line or str(line) in text)


def test_a_chain_is_as_long_as_its_phases(pack):
    chain = """phases = [{place = "central", days = 14, tests = [0, 1, 14]}, {place = "monitoring", days = 7, tests = [2, 7]}]"""
    kids = pack("days = 14", chain + "\nfrom_day = 0").person_class("kids")
    assert (kids.days, kids.phases[1]) == (21, Phase("monitoring", 7, (2, 7)))
    (length,) = kids.lengths
    assert (length.ends(0), length.tests(0)) == ([14, 21], [0, 1, 14, 16, 21])
    assert (length.ends(1), length.tests(1)[-1]) == ([13, 20], 20)


def test_every_place_is_worded():
    assert all(t(language, f"class_place.{place}") for place in PLACES for language in LANGUAGES)


@pytest.mark.parametrize(
    "when",
    [
        "age between 3 and 14 and not (sex = 'female' or works)",
        "origin in origins or origin is not null",
        "health_code in ('red', 'yellow') and test_result <> 'positive'",
        "tested_on >= '2026-01-01' and tested_on <= on_day",
        "days_since = 7 or days_since > -1.5",
        "student = true and teacher = false",
    ],
)
def test_what_the_language_can_say(pack, when):
    assert pack("age < 14", when).person_class("kids").when.text == when


@pytest.mark.parametrize("edition", editions("epidemic"))
def test_classes_are_told_apart_by_every_eye_and_from_grades(edition):
    classes = [c.colour for c in load_policy("epidemic", edition).classes]
    assert not {c.upper() for c in classes} & {c.upper() for c in colours.GRADE.values()}
    assert min(apart(a, b) for a, b in itertools.combinations(classes, 2)) > 12
    assert min(apart(a, b) for a in classes for b in colours.GRADE.values()) > 8


def test_classes_of_packs_that_run_at_once_are_told_apart_too():
    """In one chart stand those of all: of an epidemic and the flood that comes upon it, in any edition."""
    packs = [load_policy(pack, edition) for pack in scenarios() for edition in editions(pack) or [None]]
    shades = {c.code: c.colour for policy in packs for c in policy.classes}
    assert len({c.colour for policy in packs for c in policy.classes}) == len(shades), "and each has one"
    assert min(apart(a, b) for a, b in itertools.combinations(shades.values(), 2)) > 12
    assert min(apart(a, b) for a in shades.values() for b in colours.GRADE.values()) > 8
