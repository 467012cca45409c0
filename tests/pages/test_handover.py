"""The page of hand-overs, and the lists of a shift on the page of alerts."""

from __future__ import annotations

import pytest

from core import clock
from core.handling import make_handover, take
from core.i18n import t
from tests.county import WHOLE
from tests.pages.conftest import assert_fine
from tests.pages.test_anomalies import drawn, fevers, listed, watched

__all__ = ["watched"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_shift_is_handed_over_and_taken_over(open_page, watched, lang):
    page = open_page("handover", role="command", lang=lang, store=watched)
    assert_fine(page)
    assert page.info[0].value == t(lang, "handover.none")
    make_handover(watched, WHOLE, grid=1, actor="somebody", name="张三", at=clock.now())
    page = open_page("handover", role="command", lang=lang, store=watched)
    assert_fine(page)
    assert "张三" in drawn(page) and "handover." not in drawn(page) and "alert_act." not in drawn(page)
    page.button(key="handover_sign").click().run()
    assert_fine(page)
    assert watched.value("select signed_name is not null from handover")


def test_a_leader_looks_and_signs_nothing(open_page, watched):
    make_handover(watched, WHOLE, grid=1, actor="somebody", name="张三", at=clock.now())
    page = open_page("handover", role="leader", store=watched)
    assert_fine(page)
    assert not [b for b in page.button if b.key and b.key.startswith("handover")]


def test_lists_of_a_shift_are_links_and_the_detail_says_who_has_it(open_page, watched):
    number = fevers(watched)[0]
    page = open_page("anomalies", store=watched, alert=str(number))
    assert_fine(page)
    assert t("zh", "alerts.owner") in drawn(page) and t("zh", "alerts.activity") in drawn(page)
    boxes = [b for b in page.checkbox if b.key and b.key.startswith(f"step_{number}_")]
    boxes[0].check().run()
    assert (
        watched.value("select act from alert_event where alert_id = $n order by event_id desc limit 1", n=number)
        == "step"
    )
    take(watched, WHOLE, [number], actor="somebody", at=clock.now())
    free = open_page("anomalies", store=watched, whose="free")
    assert "whose=late" in drawn(free)
    assert len(listed(free)) == watched.value("select count(*) from alert where status = 'open'")
