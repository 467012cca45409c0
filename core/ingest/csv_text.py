"""Text of unknown encoding and delimiter → rows. Decoded first, then parsed: a reader that guesses both drops rows silently."""

from __future__ import annotations

import csv
import io
from pathlib import Path

DELIMITERS = ",\t;|"


def decode_text(content: bytes) -> str:
    """UTF-8 (with or without mark), UTF-16 with mark, GB 18030, then whatever charset-normalizer finds.

    Raises ValueError when nothing fits.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
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
