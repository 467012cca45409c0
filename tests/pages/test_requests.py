"""Citizens' requests: read, answered, and the answer found by the receipt."""

from __future__ import annotations

import uuid

import pytest

from core.errors import UserError
from core.i18n import t
from core.phone.own import answer_request, ask, became, requests
from tests.county import EAST, NOW, WHOLE, make_county
from tests.pages.conftest import assert_fine


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_request_is_listed_and_its_answer_reaches_who_asked(open_page, lang):
    store = make_county()
    page = open_page("requests", store=store, role="command", lang=lang)
    assert_fine(page)
    assert t(lang, "requests.none") in [i.value for i in page.info]
    receipt = ask(store, None, kind="complaint", told="<b>队太长</b>", form_id=str(uuid.uuid4()), now=NOW)
    west = ask(store, 1, kind="objection", told="我已解除", person_id=35, form_id=str(uuid.uuid4()), now=NOW)
    page = open_page("requests", store=store, role="command", lang=lang)
    assert_fine(page)
    assert page.dataframe[0].value.shape[0] == 2
    assert requests(store, EAST, on=NOW.date()).empty
    for scope in (EAST,):
        with pytest.raises(UserError, match="request_unknown"):
            answer_request(store, scope, 2, words="x", login="t", now=NOW)
    answer_request(store, WHOLE, 1, words="已加开一个门", login="t", now=NOW)
    assert became(store, receipt) == ("answered", "已加开一个门") and became(store, west) == ("new", None)
