"""`papers` and `places` on the command line."""

from __future__ import annotations

import argparse
import json

import pytest

from core.commands import papers, places
from core.commands.parser import make_parser
from core.errors import UserError
from core.places import add_place
from tests.county import WHOLE, make_county


@pytest.fixture
def county():
    store = make_county()
    with store.write() as db:
        for person in (1, 3, 31):
            db.execute(
                "insert into person_class (person_id, class, rank, since, until, reason, policy_version) values (?, 'home_quarantine', 1, '2026-01-22', null, 'x', 'x')",
                [person],
            )
    add_place(store, WHOLE, kind="shelter", name="西一村小学", grid="990101101001", rooms=0, beds=2, actor="t")
    return store


def typed(*words: str) -> argparse.Namespace:
    args = make_parser(words).parse_args(words)
    args.lang = "zh"
    return args


def of_asked(county, asked) -> tuple[int, dict]:
    code, text = papers.make_them(county, typed(*asked))
    return code, json.loads(text)


def test_the_papers_of_a_class_in_a_grid(county, tmp_path):
    asked = (
        "papers",
        "make",
        "--class",
        "home_quarantine",
        "--grid",
        "990101100",
        "--out",
        str(tmp_path / "new"),
        "--json",
    )
    code, told = of_asked(county, asked)
    assert code == 0 and told["kind"] == "home_quarantine" and told["made"] == 2 and told["refused"] == {}
    assert sorted(f.name for f in (tmp_path / "new").iterdir()) == sorted(p["file"] for p in told["papers"])
    code, told = of_asked(county, asked)
    assert (code, told["refused"]) == (0, {"paper_there": 2})  # there was nothing to do
    assert [p["person_id"] for p in json.loads(papers.list_them(county, typed("papers", "list", "--json")))] == [3, 1]
    code, text = papers.make_them(county, typed("papers", "make", "--person", "31", "--out", str(tmp_path)))
    assert code == 0 and "没有适用" not in text
    nobody = papers.make_them(county, typed("papers", "make", "--person", "999", "--out", str(tmp_path)))
    assert nobody[0] == 1 and "没有此人" in nobody[1]
    for wrong, code in (
        (("--class", "no"), "paper_class_unknown"),
        ((), "paper_for_whom"),
        (("--class", "contact", "--grid", "9"), "grid_not_found"),
        (("--person", "1", "--kind", "x"), "paper_kind_unknown"),
    ):
        with pytest.raises(UserError) as refused:
            papers.make_them(county, typed("papers", "make", *wrong, "--out", str(tmp_path)))
        assert refused.value.code == code


def test_places_and_towns(county):
    assert [(r["name"], r["free"]) for r in json.loads(places.answer(county, typed("places", "--json")))] == [
        ("西一村小学", 2)
    ]
    assert {r["kind"] for r in json.loads(places.answer(county, typed("places", "--towns", "--json")))} == {"shelter"}
    assert "西一村小学" in places.answer(county, typed("places"))
