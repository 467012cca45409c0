"""Codes: what they are worth, whose they are, what stands on paper."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from core.codes import codes, grids_below, make_codes, place_of, revoke_code, screen_of, sheets, shown_on, token_of
from core.domain import Scope
from core.errors import NotAllowed, UserError
from core.report.code_sheets import code_sheets
from tests.county import EAST, NOW, WHOLE, county_alone


@pytest.fixture(scope="module")
def store():
    return county_alone()


def fault(call, *args, **named) -> str:
    with pytest.raises(UserError) as caught:
        call(*args, **named)
    return caught.value.code


def test_a_code_leads_to_its_place_until_it_is_revoked(store):
    one, other = make_codes(store, WHOLE, grids=[3, 9], actor="t", now=NOW)
    assert make_codes(store, WHOLE, grids=[3], actor="t", now=NOW) == [one]
    token = token_of(store, one)
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,40}", token)
    place = place_of(store, token, at=NOW)
    assert (place.grid_id, place.grid_name, place.above, place.kind) == (3, "东一村", "东镇", "fixed")
    for no in range(len(token)):
        other_letter = "A" if token[no] != "A" else "B"
        assert fault(place_of, store, token[:no] + other_letter + token[no + 1 :], at=NOW) == "code_forged"
    for bad in ("", "x" * 4000, "' or 1=1", token + "=", token + "A", "码", screen_of(store, one)):
        assert fault(place_of, store, bad, at=NOW) == "code_forged", bad
    assert fault(revoke_code, store, EAST, other, actor="t", now=NOW) == "code_unknown"
    revoke_code(store, EAST, one, actor="t", now=NOW)
    assert fault(place_of, store, token, at=NOW) == "code_revoked"
    assert fault(revoke_code, store, EAST, one, actor="t", now=NOW) == "code_unknown"
    (new,) = make_codes(store, WHOLE, grids=[3], actor="t", now=NOW)
    assert new > other and place_of(store, token_of(store, new), at=NOW).grid_id == 3
    store.run("delete from place_code where code_id = $n", n=other)
    assert fault(token_of, store, other) == "code_unknown"


@pytest.mark.parametrize(
    ("seconds", "answer"), [(-61, "code_expired"), (0, None), (59, None), (60, None), (119, None), (120, "code_expired"), (9e5, "code_expired")]
)  # fmt: skip
def test_a_photograph_of_a_rotating_code_is_worthless_after_two_minutes(store, seconds, answer):
    (number,) = make_codes(store, WHOLE, grids=[20], kind="rotating", label="门", actor="t", now=NOW)
    token = token_of(store, number, at=NOW)
    assert len(token) <= 40 and token != token_of(store, number, at=NOW + timedelta(minutes=1))
    if answer:
        assert fault(place_of, store, token, at=NOW + timedelta(seconds=seconds)) == answer
    else:
        assert place_of(store, token, at=NOW + timedelta(seconds=seconds)).grid_id == 20
    assert shown_on(store, screen_of(store, number), today=NOW.date()).code_id == number
    assert fault(shown_on, store, token, today=NOW.date()) == "code_forged"


def test_who_makes_codes_for_what(store):
    assert grids_below(store, EAST, 2, ("village", "unit")) == [2, 3, 6, 20]
    with pytest.raises(NotAllowed):
        make_codes(store, EAST, grids=[3, 9], actor="t", now=NOW)
    with pytest.raises(NotAllowed):
        make_codes(store, WHOLE, grids=[3, 999], actor="t", now=NOW)
    assert fault(make_codes, store, WHOLE, grids=[3], kind="round", actor="t", now=NOW) == "code_kind"
    assert codes(store, EAST, grid=8, today=NOW.date()).empty
    listed = codes(store, WHOLE, grid=1, today=NOW.date(), limit=2)
    assert len(listed) == 2 and listed.found.iloc[0] > 2


def test_a_township_on_paper(store):
    store.run("insert into duty (grid_id, role, name, phone) values (2, 'responsible', '黄<b>镇长', '13800001111')")
    numbers = make_codes(
        store, WHOLE, grids=grids_below(store, WHOLE, 2, ("village", "section", "unit")), label="纸", actor="t", now=NOW
    )
    rows = sheets(store, Scope((2,), frozenset({"work_phone"})), numbers)
    page = code_sheets("zh", rows, {n: f"https://desk/s/{token_of(store, n)}" for n in numbers}, office="甲县")
    assert page.count("<section>") == len(numbers) == page.count("<svg") and "东一村2组" in page
    assert "黄&lt;b&gt;镇长" in page and "<b>" not in page and "13800001111" in page
    assert "13800001111" not in code_sheets("zh", sheets(store, EAST, numbers), {n: "x" for n in numbers}, office="")
    assert sheets(store, Scope((8,)), numbers).empty
    assert 'lang="en"' in code_sheets("en", rows, {n: "x" for n in numbers}, office="")


def test_as_many_sheets_as_there_are_codes_that_have_one(store):
    make_codes(store, WHOLE, grids=[3, 9], actor="t", now=NOW)
    make_codes(store, WHOLE, grids=[20], kind="rotating", label="后门", actor="t", now=NOW)
    revoke_code(store, WHOLE, make_codes(store, WHOLE, grids=[9], actor="t", now=NOW)[0], actor="t", now=NOW)
    listed = codes(store, WHOLE, grid=1, today=NOW.date())
    paper = sheets(store, WHOLE, listed.code_id[listed.kind == "fixed"].tolist())
    assert 0 < len(paper) == listed.printable.iloc[0] < listed.found.iloc[0] == len(listed)
