"""Text of unknown encoding and delimiter → rows. Decoded first, then parsed: a reader that guesses both drops rows silently."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

DELIMITERS = ",\t;|"
LOOK = 20_000  # characters
# Of headers, simplified and traditional.
WORDS = ("姓名", "性别", "性別", "电话", "電話", "手机", "手機", "身份", "证件", "證件", "号码", "號碼", "编号", "編號", "地址", "住址", "日期", "时间", "時間",
         "名称", "名稱", "代码", "代碼", "网格", "網格", "户", "戶", "备注", "備註", "单位", "單位")  # fmt: skip


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
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text if encoding == "utf-8-sig" else _traditional(content, text)
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to load and seldom needed

    best = from_bytes(content).best()
    if best is None:
        raise ValueError("encoding unknown")
    return str(best)


def _traditional(content: bytes, text: str) -> str:
    """GB 18030 reads Big5 too, as nonsense: the one that has more of the words of lists is right."""
    try:
        other = content.decode("big5hkscs")
    except UnicodeDecodeError:
        return text
    likely, unlikely = (sum(word in t for word in WORDS) for t in (other[:LOOK], text[:LOOK]))
    return other if likely > unlikely else text


def delimiter_of(text: str) -> str:
    """The delimiter that occurs most evenly in the first lines."""
    lines = [line for line in text[:LOOK].splitlines()[:30] if line.strip()]
    return max(
        DELIMITERS, key=lambda d: (sum(line.count(d) > 0 for line in lines), sum(line.count(d) for line in lines))
    )


def read_rows(path: Path) -> list[list[str]]:
    text = decode_text(path.read_bytes())
    told = re.match(r"\s*sep=(.)\r?\n?", text, re.IGNORECASE)  # what Excel writes above to name the delimiter
    csv.field_size_limit(1 << 20)
    # newline="" semantics: the csv module itself knows \n, \r\n and \r, inside quotes too.
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=told[1] if told else delimiter_of(text)))
    return [[], *rows[1:]] if told else rows
