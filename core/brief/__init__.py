"""The brief: what a leader reads in five minutes, as docx, pptx and pdf; daily and weekly, each version kept, signed off before it goes out."""

from core.brief.content import brief_of
from core.brief.files import FORMATS, file_of
from core.brief.kept import KINDS, MAKE, SIGN, Kept, compared, find_brief, keep, kept_briefs, revise, sign_brief
from core.brief.making import make_brief
from core.brief.model import Brief, Section, Series, Table
from core.brief.planned import make_planned, set_time

__all__ = [
    "FORMATS", "KINDS", "MAKE", "SIGN", "Brief", "Kept", "Section", "Series", "Table", "brief_of", "compared", "file_of", "find_brief", "keep", "kept_briefs", "make_brief",
    "make_planned", "revise", "set_time", "sign_brief",
]  # fmt: skip
