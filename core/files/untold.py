"""What a decoder leaves untold of a workbook, as the second look hands it over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

MOST = 1_000_000  # cells of one sheet
Untold = dict[int, dict[int, str]]  # row → column → the error's name, or NO_RESULT; both from 0


@dataclass(frozen=True)
class SecondLook:
    """`untold(name)`: the cells of a sheet that are no blanks; `merges`: sheet → merged ranges, where the decoder can't tell them."""

    since_1904: bool = False
    untold: Callable[[str], Untold] = lambda name: {}
    merges: dict[str, list[tuple[int, int, int, int]]] | None = None
