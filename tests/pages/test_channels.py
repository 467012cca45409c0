"""Receivers of notifications: made by a form, tried against one that listens, switched off; an administrator's page."""

from __future__ import annotations

import dataclasses

import pytest

from core.i18n import t
from core.notify import channels
from tests.core.notify.receiver import listening
from tests.county import make_county
from tests.pages.conftest import assert_fine


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_receiver_is_made_tried_and_switched_off(open_page, lang):
    store = make_county()
    with listening((200, b'{"errcode": 0}'), (200, b'{"errcode": 93000}')) as server:
        store.settings = dataclasses.replace(store.settings, notify_hosts=server.host)
        page = open_page("channels", store=store, role="admin", lang=lang)
        name, address = (
            next(i for i in page.text_input if i.label == t(lang, f"channel.{word}")) for word in ("name", "url")
        )
        name.set_value("值班群")
        address.set_value(f"http://{server.host}/x?key=K")
        page.button[0].click().run()
        assert_fine(page)
        assert list(channels(store).name) == ["值班群"]
        page.button(key="channel_try_1").click().run()
        assert len(page.success) == 1 and len(server.taken) == 1
        page.button(key="channel_try_1").click().run()
        assert len(page.error) == 1 and "93000" in page.error[0].value
        page.button(key="channel_switch_1").click().run()
        assert not channels(store).active[0]
        assert_fine(page)


def test_nobody_else_opens_it(open_page):
    page = open_page("channels", role="command")
    assert page.warning and not page.button
