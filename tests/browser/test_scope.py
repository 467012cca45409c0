"""An officer of one town does not see another town's people, whatever the link says."""

from __future__ import annotations


def test_a_person_of_another_town_stays_unseen(filled, visit):
    number, name = filled.facts["stranger"]
    everyone = visit(filled, login="command")
    everyone.open(f"people?person={number}")
    assert name in everyone.text()  # the link works for who may see them

    officer = visit(filled, login="officer")
    officer.open(f"people?person={number}")
    assert name not in officer.text()


def test_another_towns_grid_falls_back_to_the_own(filled, visit):
    officer = visit(filled, login="officer")
    own, other = filled.facts["own"], filled.facts["other"]
    for page in ("overview", "grid_map", "people", "anomalies", "units"):
        officer.open(f"{page if page != 'overview' else ''}?grid={other[1]}")
        text = officer.text()
        assert own[2] in text, page
        # An alert that reaches into the own town says where it lies; nothing else of another town is named.
        for alert in officer.page.locator(".gc-first > li").all_inner_texts():
            text = text.replace(" ".join(alert.split()), "")
            text = text.replace(alert, "")
        assert f"{other[2]} ·" not in text, page
    assert officer.troubles == []
