"""Names written differently have one form, in SQL as in Python."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.registry.name_form import DOTS, name_form
from tests.county import empty_store

SAME = [
    *(("阿依古丽·买买提", f"阿依古丽{dot}买买提") for dot in [*DOTS, "．", "", " ", "-", " · "]),
    ("韦小明", "韦  小　明"), ("韦小明", "韦\n小明 "), ("韦小明", "韦\u200b小明"), ("韦小明", "\ufeff韦小明"),
    ("𠮷小明", "𠮷 小 明"), ("㛃小明", "㛃　小明"), ("王䶮", "王 䶮"), ("王䶮", "王\ue863"), ("王䶮", "王 \ue863"),
    ("葛小明", "葛\U000e0100小明"), ("塚本", "\ufa10本"), ("高明", "⾼明"), ("韦A", "韦ａ"),
    ("SMITH, JOHN", "John Smith"), ("SMITH，JOHN", "JOHN  SMITH"), ("SMITH,JOHN", "john smith"), ("ＪＯＨＮ ＳＭＩＴＨ", "john smith"),
    ("Jean-Paul Sartre", "SARTRE, JEAN PAUL"), ("O’Brien, Mary", "Mary O'Brien"), ("J. R. Müller", "j r muller"), ("Nguyễn Văn A", "NGUYEN VAN A"),
    ("DE LA CRUZ, ANA", "Ana de la Cruz"),
]  # fmt: skip
OTHER = [
    ("韦小明", "韦小民"),
    ("张三(大)", "张三(小)"),
    ("JOHN SMITH", "SMITH JOHN"),
    ("王䶮", "王龙"),
    ("𠮷小明", "吉小明"),
]


@pytest.fixture(scope="module")
def store():
    return empty_store()


def forms(store, names):
    return [f for (f,) in store.run("select name_form(n) from (select unnest($names) as n)", names=names).fetchall()]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_form(store, one, other):
    assert name_form(one) == name_form(other)
    assert forms(store, [one]) == forms(store, [other])


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_names_stay_two(one, other):
    assert name_form(one) != name_form(other)


def test_nothing_is_no_name(store):
    assert forms(store, [" ", "·", "", "\u200b"]) == [None] * 4
    assert [name_form(n) for n in (" ", "·", "", "\u200b", None)] == [None] * 5


def test_the_twins_agree_on_every_character(store):
    """Letters, marks, Chinese characters and private use, each beside a Chinese and a Latin letter. Scripts that neither names
    here are written in nor that both sides' Unicode tables know alike are left out."""
    spans = [(0x20, 0x590), (0x1E00, 0x2D00), (0x2E00, 0xA000), (0xE000, 0xFB00), (0xFE00, 0xFFF0), (0x1F000, 0x1F100)]
    spans += [(0x20000, 0x20100), (0x2F800, 0x2FA20), (0x30000, 0x30010), (0xE0100, 0xE01F0)]
    characters = [chr(c) for since, until in spans for c in range(since, until)]
    for beside in ("韦{}明", "Ab{}c"):
        names = [beside.format(c) for c in characters]
        wrong = [
            (hex(ord(c)), n, f)
            for c, n, f in zip(characters, names, forms(store, names), strict=True)
            if f != name_form(n)
        ]
        assert wrong == []


LETTERS = st.sampled_from([*"韦小明阿依古丽𠮷㛃䶮\ue863Ａb cSmith,，.-'’é́", *DOTS, "\u3000", "\u200b", "\ufe00"])


@given(st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=200))
@settings(max_examples=60, deadline=None)
def test_the_twins_agree_on_words(store, names):
    assert forms(store, names) == [name_form(n) for n in names]


@given(st.text(LETTERS.filter(lambda c: c != "\u0301"), max_size=12))
@settings(deadline=None)
def test_a_form_is_its_own_form(name):
    form = name_form(name)
    assert form is None or "," in form or name_form(form) == form
