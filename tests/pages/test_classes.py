"""Classes: what is drawn is what the store counts, links lead to those people, and each role sees what it may."""

import pytest

from tests.pages.conftest import assert_fine


@pytest.mark.parametrize("part", ["flow", "class", "grades"])
@pytest.mark.parametrize(
    ("role", "lang", "grids"),
    [("command", "zh", (0,)), ("leader", "en", (0,)), ("officer", "zh", (2,)), ("clerk", "en", (0,))],
)
def test_every_part_for_every_reader(open_page, part, role, lang, grids):
    page = open_page("classes", role=role, lang=lang, grids=grids, part=part)
    assert_fine(page)
    shown = " ".join(h.value for h in page.get("html")) if hasattr(page.get("html")[0], "value") else str(page)
    assert "classes." not in shown.replace("/classes", "")
