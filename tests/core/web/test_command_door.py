"""Who may send commands to the serving process, and what becomes of those that it does not know."""

from __future__ import annotations

import json

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from core.commands.running import ANSWERS, answer_here
from core.store import use_store
from core.web.command_door import WORD, commanded, commands_go_to
from core.web.guard import SessionGuard
from core.web.origin import SameOrigin
from tests.core.web.client import Answer, Client
from tests.county import empty_store

LIST = {"command": "user list", "typed": {"lang": "en"}}


@pytest.fixture
def ask():
    use_store(empty_store())
    commands_go_to(answer_here)
    routes = [Route("/command", commanded, methods=["POST"])]
    app = Starlette(routes=routes, middleware=[Middleware(SameOrigin), Middleware(SessionGuard)])

    def asking(asked: dict, *, address="127.0.0.1", word: str | None = f"Bearer {WORD}") -> Answer:
        headers = {} if word is None else {"authorization": word}
        return Client(app, address).request("POST", "/command", body=json.dumps(asked).encode(), headers=headers)

    yield asking
    commands_go_to(None)
    use_store(None)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.9", "::1", "desk"])
def test_this_machine_with_the_word_is_answered(ask, address):
    answer = ask(LIST, address=address)
    assert (answer.status, answer.header("cache-control")) == (200, "no-store")
    assert json.loads(answer.text) == {"code": 0, "text": "There is no account yet."}


@pytest.mark.parametrize("address", ["10.1.2.3", "", "localhost", "::ffff:10.1.2.3"])
def test_another_machine_is_not_even_with_the_word(ask, address):
    assert ask(LIST, address=address).status == 404


# The word is another one in every process, so its cases have names of their own.
@pytest.mark.parametrize(
    "word",
    [None, "", "Bearer", "Bearer x", "Bearer é", WORD, f"bearer {WORD}", f"Bearer {WORD}x"],
    ids=["none", "blank", "no word", "guessed", "not ascii", "bare", "small letter", "longer"],
)
def test_without_the_word_nobody_is(ask, word):
    assert ask(LIST, word=word).status == 404


@pytest.mark.parametrize("command", ["import", "undo", "__class__", "", "user"])
def test_what_is_not_in_the_table_is_refused_in_words(ask, command):
    answer = json.loads(ask({"command": command, "typed": {"lang": "en"}}).text)
    assert (answer["code"], "does not carry out" in answer["text"]) == (2, True)


@pytest.mark.parametrize("command", ["work-orders export", "brief", "charts"])
def test_a_path_that_cant_be_used_is_named(ask, command, tmp_path):
    """`brief` has no data to write here, and `charts` no file to read: they say that."""
    nowhere = tmp_path / "none" / "x.xlsx"
    typed = {
        "lang": "en",
        "out": str(nowhere),
        "file": str(nowhere),
        "format": "pdf",
        "grid": None,
        "sheet": None,
        "language": "en",
        "wider": False,
        **dict.fromkeys(("date", "sign", "name", "template", "kept"), None),
        "kind": "daily",
        **dict.fromkeys(("keep", "list", "json"), False),
    }
    answer = json.loads(ask({"command": command, "typed": typed}).text)
    if command == "work-orders export":
        assert answer == {
            "code": 2,
            "text": f"{nowhere} can't be read or written: No such file or directory. Check the path and your rights there.",
        }
    else:
        assert answer["code"] == 2 and "Traceback" not in answer["text"]


def test_every_command_of_the_table_is_one_that_can_be_typed():
    from core.commands.parser import make_parser

    typed = {
        "user add": ["zhao", "--role", "clerk"],
        "user list": [],
        "duty list": [],
        "duty draft": ["--alert", "1"],
        "duty show": ["1"],
        "duty edit": ["1", "--part", "cause", "--text", "x"],
        "duty withdraw": ["1"],
        "duty sign": ["1", "--name", "x"],
        "duty told": ["1", "--to", "x", "--by", "x", "--way", "phone"],
        "duty acknowledged": ["1", "--by", "x"],
        "duty print": ["1", "--out", "x"],
        "engine check": [],
        "lake export": [],
        "lake back": [],
        "lake status": [],
        "status": [],
        "grids merge": ["x"],
        "grids split": ["x"],
        "grids move": ["x", "--into", "y"],
        "grids rename": ["x"],
        "grids close": ["x"],
        "grids import": ["x"],
        "grids list": [],
        "grids undo": ["1"],
        "rules": [],
        "rules backtest": ["x"],
        "rules draft": ["x"],
        "erase ask": ["1", "--reason", "asked", "--by", "x"],
        "erase confirm": ["1", "--by", "x"],
        "erase withdraw": ["1", "--by", "x"],
        "erase list": ["--by", "x"],
        "retention": [],
        "wind-down": ["--dry-run"],
        "alerts list": [],
        "alerts show": ["1"],
        "alerts take": ["1", "2"],
        "alerts assign": ["1", "--to", "x"],
        "alerts note": ["1", "x"],
        "alerts close": ["1", "--outcome", "false", "--reason", "x"],
        "alerts handover": ["--make", "--name", "x"],
        "papers make": ["--out", "x"],
        "papers list": [],
        "exits list": [],
        "exits decide": ["1", "--decision", "approved", "--reason", "x"],
        "clues": [],
        "work-orders list": [],
        "work-orders export": ["--out", "x"],
        "places": [],
        "chain": ["x"],
        "drill start": [],
        "drill show": [],
        "codes make": ["--grid", "x", "--out", "x"],
        "device add": ["x", "--grid", "x"],
        "device list": [],
        "device revoke": ["1"],
        "notify list": [],
        "shares list": [],
        "shares make": [
            "x",
            "--content",
            "people",
            "--grid",
            "x",
            "--department",
            "x",
            "--purpose",
            "x",
            "--ground",
            "x",
            "--until",
            "2026-01-01",
        ],
        "shares revoke": ["1"],
        "notify add": ["x", "--kind", "json", "--url", "x"],
        "notify test": ["1"],
        "notify on": ["1"],
        "notify off": ["1"],
        "notify send": [],
        "backup": ["x"],
        "doctor": [],
        "register": ["--name", "x", "--grid", "x"],
        "risk-area add": ["x", "--level", "high", "--since", "2026-01-01"],
        "resumption": [],
        "findings": [],
        "brief": ["--out", "x"],
        "charts": ["x"],
        "nightly": [],
        "audit verify": [],
        "audit list": [],
        "audit cut": [],
        "audit accept": ["--reason", "x"],
        "tasks": [],
        "risk-area list": [],
        "risk-area remove": ["1"],
        "risk-area release": ["1"],
        "policy list": [],
        "policy use": ["epidemic@8"],
        "policy compare": ["epidemic@8", "epidemic@9"],
        "policy draft": ["epidemic@8", "x.toml"],
        "policy publish": ["1", "--from", "2026-01-01"],
        "emergency declare": ["x", "--by", "x"],
        "emergency extend": ["1", "--until", "2026-01-01"],
        "emergency end": ["1"],
        "emergency list": [],
    }
    for command in ANSWERS:
        args = make_parser().parse_args([*command.split(), *typed.get(command, ["zhao"])])
        assert args.command == command
