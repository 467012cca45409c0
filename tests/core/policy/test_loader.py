import shutil

import pytest

from core.errors import UserError, Word
from core.i18n import LANGUAGES, t
from core.policy.loader import FOLDER, RESIDENT, load_policy, read_policy
from core.watch.detectors import DETECTORS


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(FOLDER / "epidemic", tmp_path / "epidemic")


def test_the_shipped_policy_is_whole():
    policy = load_policy()
    assert [c.rank for c in policy.classes] == sorted(c.rank for c in policy.classes)
    assert policy.classes[-1].code == RESIDENT
    assert set(policy.detectors) == set(DETECTORS)
    assert next(iter(policy.detectors)) == "missing_feed"
    assert len({c.colour for c in policy.classes}) == len(policy.classes)


def test_any_change_is_a_new_version(folder):
    before = read_policy(folder).version
    assert before == load_policy().version
    file = folder / "detectors.toml"
    file.write_text(file.read_text("utf-8").replace("ratio = 2.5", "ratio = 2.6"), "utf-8")
    assert read_policy(folder).version != before


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("classes.toml", "rank = 2", "rank = 1", "policy.fault.same_rank"),
        ("classes.toml", "fever = 37.3", 'fever = "hot"', "policy.fault.type_number"),
        ("grades.toml", 'grade = "high"', 'grade = "extreme"', "policy.fault.grade_value"),
        ("grades.toml", 'class = "inbound"', 'class = "unknown"', "policy.fault.grade_value"),
        ("grades.toml", 'alerts = "high"', 'alerts = "grave"', "policy.fault.grade_value"),
        ("grades.toml", "at_least = 3", 'at_least = "3"', "policy.fault.grade_missing"),
        ("grades.toml", "at_least = 3", "atleast = 3", "policy.fault.grade_key"),
        ("grades.toml", 'class = "inbound"', 'class = "inbound"\nalerts = "high"', "policy.fault.grade_one_kind"),
        ("grades.toml", "at_least = 2\nper_1000 = 8.0", "at_least = 5\nper_1000 = 20.0", "policy.fault.grade_never"),
        ("grades.toml", "at_least = 3\nper_1000 = 2.0", "at_least = 0\nper_1000 = 0", "policy.fault.grade_fits_all"),
        ("grades.toml", "coverage = 0.3", "coverage = 30", "policy.fault.grade_coverage"),
        ("grades.toml", 'grade = "unknown"', 'grade = "low"', "policy.fault.grade_value"),
        ("detectors.toml", "[missing_feed]", "[missing_feed", "policy.fault.toml"),
        ("detectors.toml", "[missing_feed]", "x = 2020-02-31\n[missing_feed]", "policy.fault.toml"),
        ("detectors.toml", "[missing_feed]", "x = 1\n[missing_feed]", "policy.fault.setting"),
        ("detectors.toml", "[missing_feed]", '[missing_feed]\nclasses = ["nope"]', "policy.fault.detector_class"),
        ("detectors.toml", "[missing_feed]", "[missing_feed]\nat.planet.days = 2", "policy.fault.detector_place"),
        (
            "detectors.toml",
            "[missing_feed]\nbudget_a_day = 20",
            '[missing_feed]\nbudget_a_day = "x"',
            "policy.fault.setting",
        ),
        ("days.toml", "oldest_days", "oldest_day", "policy.fault.setting"),
        ("facts.toml", 'zh = ["', 'zhh = ["', "policy.fault.fact"),
    ],
)
def test_a_fault_is_named_with_its_file(folder, file, old, new, what):
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(UserError) as error:
        read_policy(folder)
    assert error.value.code == "policy_invalid"
    assert error.value.fields["file"] == file
    assert what is None or error.value.fields["what"] == what
    told = [t(language, "error.policy_invalid", **error.value.fields) for language in LANGUAGES]
    assert isinstance(error.value.fields["what"], Word) and not any("{" in text for text in told)


def test_a_file_in_another_encoding_says_so(folder):
    path = folder / "classes.toml"
    path.write_bytes(path.read_text("utf-8").encode("gbk", "replace"))
    with pytest.raises(UserError) as error:
        read_policy(folder)
    assert error.value.fields["what"] == "policy.fault.not_utf8"
