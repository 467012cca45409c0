"""The brief: what a leader reads in five minutes, as docx, pptx and pdf; each version kept."""

from core.brief.content import brief_of
from core.brief.files import FORMATS, file_of
from core.brief.kept import MAKE, Kept, find_brief, keep, kept_briefs
from core.brief.model import Brief, Section, Series, Table

__all__ = [
    "FORMATS", "MAKE", "Brief", "Kept", "Section", "Series", "Table", "brief_of", "file_of", "find_brief", "keep", "kept_briefs",
]  # fmt: skip
