"""GLOSSARY.md against the code: its terms are used, its Chinese stands on the pages, what it rules out is not said."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SECTIONS = re.split(r"^## ", (ROOT / "GLOSSARY.md").read_text("utf-8"), flags=re.MULTILINE)
WORDS = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
FINDINGS = (
    "core/report/",
    "core/commands/findings",
    "core/commands/running",
    "core/web/wall/",
    "core/brief/",
    "pages/",
)


def rows(section: str) -> list[list[str]]:
    lines = [line.strip().strip("|").split("|") for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line] for line in lines[1:]]


def files(*suffixes: str) -> list[Path]:
    found = [f for place in ("core", "pages", "sample_data") for f in (ROOT / place).rglob("*") if f.suffix in suffixes]
    return [f for f in found if "i18n/words" not in f.as_posix()]


@cache
def identifiers() -> set[str]:
    return {word.lower() for f in files(".py", ".sql", ".toml") for word in WORDS.findall(f.read_text("utf-8"))}


@cache
def words_of_pages() -> str:
    places = [*(ROOT / "core/i18n/words").glob("*.toml"), *(ROOT / "core/policy").rglob("*.toml")]
    return "\n".join(f.read_text("utf-8") for f in places)


def defined(tree: ast.AST) -> set[str]:
    """Names that we give: of functions, classes, parameters and variables."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return names


@cache
def our_words() -> dict[str, set[str]]:
    """Word → the files in which a name of ours holds it; of SQL every identifier, comments aside."""
    found: dict[str, set[str]] = {}
    for f in files(".py", ".sql"):
        text = f.read_text("utf-8")
        names = defined(ast.parse(text)) if f.suffix == ".py" else set(WORDS.findall(re.sub(r"--.*", "", text)))
        for word in {part.lower().removesuffix("s") for name in (*names, f.stem) for part in name.split("_")}:
            found.setdefault(word, set()).add(f.relative_to(ROOT).as_posix())
    return found


@pytest.mark.parametrize("term", [row[0] for row in rows(SECTIONS[0])])
def test_a_term_is_the_word_of_the_code(term):
    for each in re.split(r"[,/]", re.sub(r"\(.*?\)", "", term)):
        name = re.sub(r"[ -]", "_", each.strip().lower())
        assert any(name in identifier for identifier in identifiers()), f"{each}: no name in the code holds {name}"


@pytest.mark.parametrize("cell", [row[1] for row in rows(SECTIONS[0]) if row[1]])
def test_its_chinese_stands_on_the_pages(cell):
    for each in filter(str.strip, re.split(r"[、/]", re.sub(r"\*.*?\*", "", cell))):
        assert each.strip() in words_of_pages(), f"{each}: not in core/i18n/words"


def test_comments_call_what_an_import_or_a_detector_says_by_its_name():
    said = {f.relative_to(ROOT).as_posix() for f in files(".py", ".sql") if "finding" in f.read_text("utf-8").lower()}
    assert not {f for f in said if f.startswith("core/") and not f.startswith(FINDINGS)}


def test_what_is_ruled_out_is_not_said():
    for banned, *_ in rows(SECTIONS[2]):
        for word in (w.strip() for w in banned.split(",")):
            if word.isascii():
                said = {f for f in our_words().get(word, ()) if word != "finding" or not f.startswith(FINDINGS)}
                assert not said, f"{word}: {said}"
            else:
                assert word not in words_of_pages()


def test_names_of_what_is_to_come_are_not_taken():
    """Whoever builds it moves its line up."""
    for term, *_ in rows(SECTIONS[1]):
        assert term not in our_words(), term
