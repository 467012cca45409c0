"""Under which names the server answers."""

from __future__ import annotations

import socket

import pytest

from tests.core.web.conftest import with_settings


@pytest.mark.parametrize(
    "host",
    ["localhost:8501", "127.0.0.1:8501", "127.8.8.8", "[::1]:8501", "app.localhost", "desk:8501", "DESK.", socket.gethostname(),
     f"{socket.gethostname().split('.')[0]}.local:8501"],
)  # fmt: skip
def test_it_knows_its_own_names(client, host):
    assert client.get("/login", host=host).status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "desk.evil.example", "localhost.evil.example", "10.9.8.7", "", "desk:x", "user@desk", "desk/x", "desk,evil.example",
     "8.8.8.8:8501", "[::2]"],
)  # fmt: skip
def test_any_other_is_refused(inside, host):
    for url in ("/login", "/people", "/media/x", "/healthz"):
        answer = inside.get(url, host=host, origin=f"http://{host}")
        assert answer.status == 421 and "hosts" in answer.text


def test_a_name_of_the_settings_is_known(store, client):
    with_settings(store, hosts="desk.county.gov.cn, 10.9.8.7")
    assert client.get("/login", host="desk.county.gov.cn:8501").status == 200
    assert client.get("/login", host="10.9.8.7").status == 200
    assert client.get("/login", host="evil.example").status == 421
    with_settings(store, address="https://links.county.gov.cn/")  # what one-time links begin with
    assert client.get("/login", host="links.county.gov.cn").status == 200
    with_settings(store, hosts="*")
    assert client.get("/login", host="any.example").status == 200
