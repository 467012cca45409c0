"""The text of a header: how it is compared, and what stands around what it names."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# What headers are compared without: bracketed notes, spaces and what is not seen.
BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】")
NOT_COMPARED = re.compile(r"[\s*:：_\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+")
# A header's own number (“3.性别”, “(3)性别”, “③性别”), and the same said in Chinese and English (“性别 Sex”).
NUMBERED = re.compile(r"[(（]?\d{1,2}[)）.、．]\s*|[①-⑳]\s*")
LONGEST = 200  # characters of a header in two languages: to look into it takes the square of its length
KEPT = 4_096  # short texts: the same ones are compared with each kind of list, row after row
PARTED = re.compile(
    r"(?<=.)\s*[/／、，,；;|+&及和与與或]\s*|\s+(?:and|or)\s+", re.IGNORECASE
)  # 与病例关系 begins with none
# One column for yes and one for no: below one header (是否发热/是), behind it, or in brackets.
YES, NO = (
    re.compile(rf"(.+?)\s*(?:/\s*(?:{words})|\(\s*(?:{words})\s*\))|((?:是否|有无|有無).+)(?:{words})", re.IGNORECASE)
    for words in ("是|有|yes|√", "否|无|無|没有|no|×")
)
TWO_LANGUAGES = re.compile(r"([^A-Za-z]*[\u3400-\u9fff][^A-Za-z]*?)[\s/]*([A-Za-z][A-Za-z .,/'#-]*)")


def normal_header(text: str) -> str:
    """A header as it is compared: NFKC, lower-case, without spaces, zero-width characters, asterisks and bracketed notes."""
    return _normal(text) if len(text) <= LONGEST else _normal.__wrapped__(text)


@lru_cache(KEPT)
def _normal(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).lower()
    return NOT_COMPARED.sub("", BRACKETED.sub("", text) or text)


def without_number(header: str) -> str:
    return NUMBERED.sub("", header.strip(), count=1)


def both_languages(text: str) -> tuple[str, ...]:
    """The Chinese and the English of a header that says the same twice; empty where it does not."""
    found = TWO_LANGUAGES.fullmatch(text) if len(text) <= LONGEST else None
    return found.groups() if found else ()


def parts(text: str) -> list[str]:
    """车次/航班及座位号 → 车次, 航班, 座位号, as they are compared."""
    return [normal_header(part) for part in PARTED.split(text)] if len(text) <= LONGEST else []


def asked(header: str, *, yes: bool) -> str:
    """What a header asks that ends with the answer yes, or with no: 是否发热/否 → 是否发热. Empty: it ends with none."""
    return _asked(header, yes) if len(header) <= LONGEST else _asked.__wrapped__(header, yes)


@lru_cache(KEPT)
def _asked(header: str, yes: bool) -> str:
    found = (YES if yes else NO).fullmatch(unicodedata.normalize("NFKC", header.strip()))
    return next(filter(None, found.groups())) if found else ""


# Headers of the running number.
SERIAL = frozenset(
    map(normal_header, ("序号", "序", "总序", "总序号", "编号", "No", "No.", "Nr", "#", "Serial", "Serial no"))
)
