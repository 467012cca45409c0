"""Special briefs (专报): one theme, or some days that somebody chose."""

from core.brief.special.making import LONGEST_DAYS, USUAL_DAYS, special_of
from core.brief.special.theme import KINDS as THEMES
from core.brief.special.theme import Theme, theme_of

__all__ = ["LONGEST_DAYS", "THEMES", "USUAL_DAYS", "Theme", "special_of", "theme_of"]
