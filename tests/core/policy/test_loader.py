import shutil

import pytest

from core.errors import UserError
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
        ("grades.toml", 'grade = "high"', 'grade = "extreme"', "grade extreme"),
        ("grades.toml", 'class = "inbound"', 'class = "unknown"', "class unknown"),
        ("grades.toml", 'alerts = "high"', 'alerts = "grave"', "alerts grave"),
        ("grades.toml", "at_least = 3", 'at_least = "3"', "fever: at_least"),
        ("detectors.toml", "[missing_feed]", "[missing_feed", None),
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
