"""The blanks of papers: each has a Chinese and an English name, and a template may use either."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import jinja2
from jinja2 import meta, nodes
from jinja2.sandbox import SandboxedEnvironment

# No code: names in braces, and parts that are there or not. A name without a value leaves a gap to be written in.
PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.Not, nodes.And, nodes.Or)
ENVIRONMENT = SandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True)
GAP = "　　　　"


@cache
def blanks(family: str = "paper") -> dict[str, str]:
    """English name → Chinese name, of what a template is of: `paper`, `duty`."""
    return tomllib.loads((Path(__file__).parent / "blanks.toml").read_text("utf-8"))[family]


def asked_blanks(source: str, family: str = "paper") -> tuple[set[str], set[str]]:
    """Of a template: the blanks that it has (by their English names), and names that are none. Raises ValueError where it is no plain template."""
    try:
        tree = ENVIRONMENT.parse(source)
    except jinja2.TemplateSyntaxError as wrong:
        raise ValueError from wrong
    if any(not isinstance(node, PLAIN) for node in _all(tree)):
        raise ValueError
    known = blanks(family)
    english = {zh: en for en, zh in known.items()}
    names = meta.find_undeclared_variables(tree)
    return {english.get(n, n) for n in names if n in english or n in known}, names - english.keys() - known.keys()


def _all(node: nodes.Node) -> list[nodes.Node]:
    return [node, *(inner for child in node.iter_child_nodes() for inner in _all(child))]


def filled(told: Mapping[str, str | None]) -> dict[str, str]:
    """Values under both names; what is not known leaves a gap."""
    both = {}
    for en, zh in blanks().items():
        both[en] = both[zh] = plain(told.get(en)) or GAP
    return both


def plain(text: str | None) -> str:
    """Without what no document may hold: control characters, surrogates."""
    return "".join(c for c in str(text or "") if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")


def stored(told: Mapping[str, str | None]) -> str:
    return json.dumps({k: v for k, v in told.items() if v}, ensure_ascii=False)
