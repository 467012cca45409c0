"""What phones are sent runs in a WebView of 2018 (Chromium 66): no newer syntax, calls or styles."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest
import tree_sitter
import tree_sitter_javascript

SENT = Path(str(resources.files("core.web") / "templates" / "phone"))
SCRIPTS = sorted(SENT.rglob("*.js"))
STYLES = sorted(SENT.rglob("*.css"))
# Kinds of nodes and tokens of the grammar that came after ES2017 …
NEWER = {
    "optional_chain", "??", "??=", "||=", "&&=", "private_property_identifier", "class_static_block", "field_definition",
    "meta_property", "for await",
}  # fmt: skip
# … and what Chromium learnt after 66, in scripts and in styles.
CALLS = re.compile(
    r"\.(?:flat|flatMap|at|matchAll|replaceAll|trimStart|trimEnd|allSettled|toSorted|findLast|replaceChildren)\("
    r"|Object\.fromEntries|queueMicrotask|globalThis|structuredClone|AbortController|indexedDB\.databases|requestSubmit"
)
STYLE = re.compile(
    r":is\(|:where\(|:has\(|:focus-visible|\binset\s*:|aspect-ratio|\b(?:clamp|min|max)\((?!\d+fr)|@layer|@container|color-mix|\b[sdl]v[hw]\b|accent-color|(?<![\w-])gap\s*:|(?:margin|padding)-inline"
)


def newer(text: str) -> set[str]:
    """What of a script Chromium 66 can't read."""
    language = tree_sitter.Language(tree_sitter_javascript.language())
    tree = tree_sitter.Parser(language).parse(text.encode())
    assert not tree.root_node.has_error, "no JavaScript"
    found, waiting = set(CALLS.findall(text)), [tree.root_node]
    while waiting:
        node = waiting.pop()
        kind, above = node.type, node.parent.type if node.parent else ""
        if kind in NEWER:
            found.add(kind)
        if (kind == "spread_element" and above == "object") or (kind == "rest_pattern" and above == "object_pattern"):
            found.add("... in an object")
        if kind == "catch_clause" and node.child_by_field_name("parameter") is None:
            found.add("catch without a name")
        if kind == "number" and re.search(rb"_|n$", node.text):
            found.add("number")
        if kind == "regex" and re.search(rb"\(\?<|\\p\{|/[a-z]*[sd][a-z]*$", node.text):
            found.add("regex")
        waiting.extend(node.children)
    return found


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda f: f.name)
def test_scripts(file):
    assert newer(file.read_text("utf-8")) == set()


@pytest.mark.parametrize("file", STYLES, ids=lambda f: f.name)
def test_styles(file):
    assert STYLE.findall(file.read_text("utf-8")) == []


def test_there_is_something_to_look_at():
    assert {"phone.js", "officer.js", "worker.js"} <= {file.name for file in SCRIPTS} and len(STYLES) >= 2


@pytest.mark.parametrize(
    "text",
    ["a?.b", "a ?? b", "a ??= 1", "var x = {...y}", "var {a, ...b} = c", "try {} catch {}", "1_000", "10n", "/(?<=a)b/", "/a/s", "class A { #x = 1 }", "[1].flat()", "Object.fromEntries(x)"],
)  # fmt: skip
def test_what_is_newer_is_found(text):
    assert newer(text)


@pytest.mark.parametrize(
    "text", [".a { gap: 1rem }", "a:is(b) {}", ".a { width: min(1px, 2px) }", "a:focus-visible {}"]
)
def test_newer_styles_are_found(text):
    assert STYLE.search(text)
