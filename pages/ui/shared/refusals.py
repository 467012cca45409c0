"""A link that names what is not there, or not for this reader, is answered by a sentence that stays until they go on."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.audit import denied
from pages.ui.shared.session import say, store, who

WORDS = "lang"  # another language is no other place


@dataclass(frozen=True)
class Refusal:
    words: str
    fields: dict[str, object]
    place: tuple


def refuse(name: str, words: str, **fields: object) -> None:
    """Take parameter `name` out of the address; `refusal` tells why, as `words`."""
    denied(store(), who(), "scope.denied", what=name)
    st.query_params.pop(name, None)
    st.session_state[_key(name)] = Refusal(words, fields, _place())


def refusal(name: str) -> None:
    """The sentence, while the reader is where it was said first. Pages run again by themselves: that alone must not wipe it away."""
    kept = st.session_state.get(_key(name))
    if kept is None:
        return
    if kept.place == _place():
        st.warning(say(kept.words, **kept.fields))
    else:
        del st.session_state[_key(name)]


def _key(name: str) -> str:
    return f"refused_{name}"


def _place() -> tuple:
    context = get_script_run_ctx()
    return context and context.page_script_hash, tuple(sorted((k, v) for k, v in st.query_params.items() if k != WORDS))
