"""The brief: what a leader reads in five minutes, as docx, pptx and pdf; daily, weekly and special, each version kept, signed off before it goes out."""

from core.brief.content import brief_of
from core.brief.files import FORMATS, file_of
from core.brief.kept import KINDS, MAKE, SIGN, Kept, compared, find_brief, keep, kept_briefs, revise, sign_brief
from core.brief.making import make_brief
from core.brief.model import Brief, Section, Series, Table
from core.brief.planned import make_planned, set_time
from core.brief.special import LONGEST_DAYS, THEMES, USUAL_DAYS, Theme, theme_of

__all__ = [
    "FORMATS", "KINDS", "LONGEST_DAYS", "MAKE", "SIGN", "THEMES", "USUAL_DAYS", "Brief", "Kept", "Section", "Series", "Table", "Theme", "brief_of", "compared", "file_of", "find_brief", "keep", "kept_briefs", "make_brief",
    "make_planned", "revise", "set_time", "sign_brief", "theme_of",
]  # fmt: skip
