"""Clusters on the map's page: listed, chosen by the address, and what can't be judged yet."""

from __future__ import annotations

import json

import pytest

from core.rollup import roll_up
from core.watch.detect import detect
from tests.county import LAST_DAY
from tests.pages.conftest import assert_fine, prepared_county
from tests.spec.test_clusters import FEVERS


@pytest.fixture(scope="module")
def county():
    store = prepared_county()
    with store.write() as db:
        for change in FEVERS:
            db.execute(change)
    roll_up(store, days=None, actor="test")
    detect(store, as_of=LAST_DAY, actor="test", only=("cluster_fever",))
    return store


def text(page) -> str:
    return "\n".join(
        [*(str(p.value) for p in [*page.caption, *page.markdown]), *(p.proto.body for p in page.get("html"))]
    )


def layers(page) -> set[str]:
    return {layer["id"] for layer in json.loads(page.get("deck_gl_json_chart")[0].proto.json)["layers"]}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ("发热聚集", "看预警", "还没有健康申报")),
        ("en", ("Fever cluster", "To the alert", "no health declarations yet")),
    ],
)
def test_a_cluster_is_listed_and_chosen(open_page, county, lang, words):
    number = int(county.value("select alert_id from alert where detector = 'cluster_fever'"))
    page = open_page("grid_map", lang=lang)
    assert_fine(page)
    assert all(word in text(page) for word in words)
    assert f"cluster={number}" in text(page)
    assert {"clusters", "cluster_rims"} <= layers(page) and "cluster_people" not in layers(page)
    page = open_page("grid_map", lang=lang, cluster=str(number))
    assert_fine(page)
    assert "cluster_people" in layers(page)
    assert "cluster_people" not in layers(open_page("grid_map", lang=lang, cluster="999"))
    assert "clusters" not in layers(open_page("grid_map", lang=lang, layers="none"))


def test_the_alert_names_its_grids_and_leads_to_the_map(open_page, county):
    number = int(county.value("select alert_id from alert where detector = 'cluster_fever'"))
    page = open_page("anomalies", alert=str(number))
    assert_fine(page)
    assert "东一村1组、东一村2组" in text(page).replace("\\", "") or "东一村2组、东一村1组" in text(page)
    assert "人，往常约" in text(page)
