"""Text of unknown encoding and delimiter → rows. Decoded first, then parsed: a reader that guesses both drops rows silently."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

DELIMITERS = ",\t;|"
BY_HAND = "，、"  # of lists typed in a text editor, where no other delimiter occurs
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
    usable = DELIMITERS if any(d in line for line in lines for d in DELIMITERS) else BY_HAND
    return max(usable, key=lambda d: (sum(line.count(d) > 0 for line in lines), sum(line.count(d) for line in lines)))


def read_rows(path: Path) -> list[list[str]]:
    text = decode_text(path.read_bytes())
    told = re.match(r"\s*sep=(.)\r?\n?", text, re.IGNORECASE)  # what Excel writes above to name the delimiter
    csv.field_size_limit(1 << 20)
    rows = split_rows(text, told[1] if told else delimiter_of(text))
    return [[], *rows[1:]] if told else rows


def split_rows(text: str, delimiter: str) -> list[list[str]]:
    """A text's rows, each as the `csv` module reads it, or as WholeRows does."""
    # newline="" semantics: the csv module itself knows \n, \r\n and \r, inside quotes too.
    lines = list(io.StringIO(text, newline=""))
    rows = list(csv.reader(lines, delimiter=delimiter))
    return list(WholeRows(lines, delimiter, usual_width(rows))) if '"' in text else rows


def usual_width(rows: list[list[str]]) -> int:
    return Counter(len(row) for row in rows if row).most_common(1)[0][0] if any(rows) else 0


class WholeRows:
    """Rows out of lines. A quote that nobody closed swallows the rows below it, into a name or an address: those are split line by
    line. Iterable once; `lines_read`: how many lines the rows given so far took."""

    def __init__(self, lines: Iterable[str], delimiter: str, usual: int) -> None:
        self.lines_read = 0
        self._lines, self._delimiter, self._usual = iter(lines), delimiter, usual

    def __iter__(self) -> Iterator[list[str]]:
        taken: list[str] = []
        while True:
            reader = csv.reader(self._noted(taken), delimiter=self._delimiter)
            try:
                for row in reader:
                    yield from self._counted(_apart(row, taken, self._delimiter, self._usual), taken)
                return
            except csv.Error:  # more was swallowed than a cell may hold
                rows = _apart([], taken, self._delimiter, self._usual)
                if rows == [[]]:
                    raise
                yield from self._counted(rows, taken)

    def _noted(self, taken: list[str]) -> Iterator[str]:
        for line in self._lines:
            taken.append(line)
            yield line

    def _counted(self, rows: list[list[str]], taken: list[str]) -> list[list[str]]:
        self.lines_read += len(taken)
        taken.clear()
        return rows


def _apart(row: list[str], lines: list[str], delimiter: str, usual: int) -> list[list[str]]:
    """The rows that one row is made of, where each of its lines is a whole row by itself; else that row."""
    if (len(lines) == 1 and len(row) == usual) or usual < 2 or '"' not in lines[0]:
        return [row]
    found = [_of_line(line.rstrip("\r\n"), delimiter, usual) for line in lines]
    return found if all(len(cells) in (0, usual) for cells in found) else [row]


def _of_line(line: str, delimiter: str, usual: int) -> list[str]:
    """A single line's cells, its quotes taken for letters unless only with them it is as wide as a row."""
    plain = [cell.strip('"') for cell in line.split(delimiter)] if line else []
    return plain if len(plain) == usual else next(csv.reader([line], delimiter=delimiter), [])
