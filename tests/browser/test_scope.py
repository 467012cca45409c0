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
        heads = " ".join(officer.page.locator('[data-testid="stMain"] h1').all_inner_texts())
        assert own[2] in officer.text(), page
        assert other[2] not in heads, (
            page
        )  # below it may stand: an alert that reaches into the own town says where it lies
    assert officer.troubles == []
