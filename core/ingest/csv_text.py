"""Text of unknown encoding and delimiter → rows. Decoded first, then parsed: a reader that guesses both drops rows silently."""

from __future__ import annotations

import csv
import io
from pathlib import Path

DELIMITERS = ",\t;|"


def utf16_of(start: bytes) -> str | None:
    """The UTF-16 of a text's first bytes, by its mark, or by commas, digits and line ends that are NUL on one side."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = start[::2].count(0), start[1::2].count(0)
    if even + odd == 0 or min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def decode_text(content: bytes) -> str:
    """UTF-8 and UTF-16 (with or without mark), GB 18030, then whatever charset-normalizer finds.

    Raises ValueError when nothing fits.
    """
    wide = utf16_of(content[:4096])
    if wide:
        return content.decode(wide)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to load and seldom needed

    best = from_bytes(content).best()
    if best is None:
        raise ValueError("encoding unknown")
    return str(best)


def delimiter_of(text: str) -> str:
    """The delimiter that occurs most evenly in the first lines."""
    lines = [line for line in text[:20_000].splitlines()[:30] if line.strip()]
    return max(
        DELIMITERS, key=lambda d: (sum(line.count(d) > 0 for line in lines), sum(line.count(d) for line in lines))
    )


def read_rows(path: Path) -> list[list[str]]:
    text = decode_text(path.read_bytes())
    csv.field_size_limit(1 << 20)
    # newline="" semantics: the csv module itself knows \n, \r\n and \r, inside quotes too.
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text)))
