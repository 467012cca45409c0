"""A county's changes as lines: blocks, each a head with what stands below it. A text that is faulty, and so no TOML yet, can be mended by them;
what nobody touches keeps its place, its comments and its writing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

HEAD = re.compile(r"^\s*\[{1,2}\s*([\w.\"' -]+?)\s*\]{1,2}\s*(#.*)?$")
KEY = re.compile(r"^\s*[\"']?([\w-]+)[\"']?\s*[.=]")


@dataclass(eq=False)
class Block:
    """`path`: of its head, without quotes; empty for what stands before the first."""

    path: str
    lines: list[str]

    def tells_besides(self, key: str) -> bool:
        """More than this key; a comment counts."""
        said = [line for line in self.lines[1 if self.path else 0 :] if line.strip()]
        return any(not (found := KEY.match(line)) or found[1] != key for line in said)

    def says(self, key: str) -> object:
        """The value of a key; None where there is none, or it is faulty."""
        for at, end in self._statements(key):
            try:
                return tomllib.loads("\n".join(self.lines[at:end])).get(key)
            except tomllib.TOMLDecodeError:
                continue
        return None

    def drop(self, keys: Collection[str]) -> None:
        for key in keys:
            for at, end in reversed(list(self._statements(key))):
                del self.lines[at:end]

    def add(self, lines: Collection[str]) -> None:
        """Behind what it says."""
        at = len(self.lines)
        while at > 1 and not self.lines[at - 1].strip():
            at -= 1
        self.lines[at:at] = lines

    def _statements(self, key: str) -> Iterator[tuple[int, int]]:
        """From and to which line the key is given; a value may go over several."""
        for at, line in enumerate(self.lines):
            found = KEY.match(line)
            if found and found[1] == key:
                yield at, self._end(at)

    def _end(self, at: int) -> int:
        for end in range(at + 1, len(self.lines) + 1):
            try:
                tomllib.loads("\n".join(self.lines[at:end]))
            except tomllib.TOMLDecodeError:
                continue
            return end
        # faulty: until the next key
        after = range(at + 1, len(self.lines))
        return next((n for n in after if KEY.match(self.lines[n]) or not self.lines[n].strip()), len(self.lines))


def blocks(text: str) -> list[Block]:
    found = [Block("", [])]
    for line in text.splitlines():
        head = HEAD.match(line)
        if head:
            found.append(Block(re.sub(r"[\"' ]", "", head[1]), []))
        found[-1].lines.append(line)
    return found


def joined(found: Collection[Block]) -> str:
    lines = [line for block in found for line in block.lines]
    return "\n".join(lines).strip() + "\n" if any(line.strip() for line in lines) else ""


def new_block(head: str, lines: Collection[str]) -> Block:
    """`head` with its brackets; apart from what stands before it."""
    return Block(head.strip("[]"), ["", head, *lines])
