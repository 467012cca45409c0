"""Words, numbers and dates in the reader's language. Used by pages, report and web only."""

from core.i18n import format
from core.i18n.translate import LANGUAGES, has, t, words

__all__ = ["LANGUAGES", "format", "has", "t", "words"]
