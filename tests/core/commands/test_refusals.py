"""Every command refuses by one rule: a sentence on stderr, or with `--json` one object on stdout; and it ends with 2."""

from __future__ import annotations

import argparse
import ast
import json
from pathlib import Path

import pytest

from core import commands
from core.__main__ import main
from core.commands import refusal
from core.commands.parser import make_parser
from core.commands.running import ANSWERS, answer_here

FOLDER = Path(commands.__path__[0])
# Which says what is wrong with a store answers where others refuse; which needs no store has nothing to refuse.
ANSWERING = {"doctor": 1, "dictionary": 0}


def leaves(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> dict[str, argparse.ArgumentParser]:
    """Every command with its action, by what is typed."""
    within = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    found = {} if within and within[0].required else {" ".join(words): parser}
    for action in within:
        for name, below in action.choices.items():
            found |= leaves(below, (*words, name))
    return found


LEAVES = leaves(make_parser())
WITH_JSON = {name: p for name, p in LEAVES.items() if any("--json" in a.option_strings for a in p._actions)}


def typed(name: str, parser: argparse.ArgumentParser, folder: Path) -> list[str]:
    """A command line that the parser takes, with a value for whatever must be given."""
    words = name.split()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction | argparse._HelpAction):
            continue
        needed = action.required if action.option_strings else action.nargs not in ("?", "*")
        if needed:
            words += [*action.option_strings[:1], _value(action, folder)]
    for group in parser._mutually_exclusive_groups:
        if group.required:
            action = group._group_actions[0]
            words += [action.option_strings[0], *([] if action.nargs == 0 else [_value(action, folder)])]
    return [*words, "--json"]


def _value(action: argparse.Action, folder: Path) -> str:
    if action.choices:
        return str(next(iter(action.choices)))
    for text in ("1", "2026-01-31", "2026-01-31T08:00"):
        try:
            if action.type is not None:
                action.type(text)
            return text if action.type is not None else str(folder / "absent")
        except (ValueError, argparse.ArgumentTypeError):
            continue
    raise AssertionError(action)


@pytest.fixture(scope="module")
def broken(tmp_path_factory) -> str:
    """A file that is no store."""
    file = tmp_path_factory.mktemp("broken") / "command.duckdb"
    file.write_bytes(b"no store" * 1000)
    return str(file)


def refused(out: str) -> dict:
    lines = out.splitlines()
    told = json.loads(lines[-1])
    assert {"error", "text", "fields"} <= told.keys()
    assert told["text"] and not told["text"].startswith("error."), told
    return told


@pytest.mark.parametrize("name", sorted(WITH_JSON))
def test_a_refusal_is_json(name, broken, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("getpass.getpass", lambda *_: "")
    assert main(["--db", broken, *typed(name, WITH_JSON[name], tmp_path)]) == ANSWERING.get(name, 2)
    said = capsys.readouterr()
    if name not in ANSWERING:
        assert refused(said.out) and said.err == ""


@pytest.mark.parametrize("name", sorted(LEAVES))
def test_so_is_a_fault_of_the_command_line_itself(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([*name.split(), "--no-such-option", "--json"])
    assert ended.value.code == 2
    assert refused(capsys.readouterr().out)["error"] == "usage"


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize("command", sorted(ANSWERS))
def test_the_serving_process_refuses_likewise(command, as_json, monkeypatch):
    def refuse(*_):
        raise refusal.UserError("person_not_one")

    monkeypatch.setitem(ANSWERS, command, refuse)
    monkeypatch.setattr("core.commands.running.shared_store", lambda: None)
    done = answer_here({"command": command, "typed": {"lang": "en", "json": as_json}})
    assert done["code"] == 2
    assert (refused(done["text"])["error"] == "person_not_one") if as_json else not done["text"].startswith("{")


def test_no_command_words_a_refusal_by_itself():
    """What was caught is put into words by one module. (Told within an answer, as of one of several, is another matter.)"""
    own = [
        file.name
        for file in FOLDER.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.ExceptHandler) and "error." in "".join(_texts(node))
    ]
    assert own == []


def _texts(node: ast.AST) -> list[str]:
    return [n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
