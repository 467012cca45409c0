"""needs.toml is read, and what it may not say is named."""

import shutil

import pytest

from core.policy.loader import FOLDER
from core.policy.needs import needs, read_needs


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(FOLDER / "epidemic", tmp_path / "epidemic")


def test_the_shipped_needs_say_what_they_hold_in_both_languages():
    assert next(iter(needs())) == "quarantine_breach"
    assert all(need.name(lang) and need.why(lang) for need in needs().values() for lang in ("zh", "en"))


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('classes = ["fevr"]', "fevr"), ('detectors = ["fevers"]', "fevers"), ('statuses = ["away"]', "away"), ('applications = ["open"]', "open"),
        ("newest = true", "holds nobody"), ('colour = "red"\nclasses = ["fever"]', "colour"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(folder, line, wrong):
    file = folder / "needs.toml"
    file.write_text(f'[x]\nzh = "甲"\nen = "A"\nwhy_zh = "乙"\nwhy_en = "B"\n{line}\n', "utf-8")
    with pytest.raises(ValueError, match=f"needs.toml: x: .*{wrong}"):
        read_needs(folder)
