"""Clues: what people tell the desk. Taken in, checked by a person, linked, answered. A clue does nothing by itself."""

from core.clues.check import VERDICTS, answer, check, find, link
from core.clues.pictures import MOST_PICTURES, picture
from core.clues.reads import STATES, clue_counts, clues, show_phone
from core.clues.take import CHANNELS, take
from core.clues.task import make_task

__all__ = [
    "CHANNELS",
    "MOST_PICTURES",
    "STATES",
    "VERDICTS",
    "answer",
    "check",
    "clue_counts",
    "clues",
    "find",
    "link",
    "make_task",
    "picture",
    "show_phone",
    "take",
]  # fmt: skip
