"""A zip of spreadsheets → its files, each of which is then looked at like any other."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path, PurePosixPath

from core.errors import UserError
from core.files.guard import MAX_ENTRIES, MAX_INFLATED, MAX_RATIO, escapes

MAX_FILES = 500
SYSTEM = ("thumbs.db", "desktop.ini", "ehthumbs.db")  # what Windows puts into every folder
CHUNK = 1 << 20
PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml", "[Content_Types].xml", "mimetype")


def expand(path: Path, folder: Path, file_name: str | None = None) -> list[tuple[Path, str]]:
    """(file, the name to show) of what is to be imported: of a zip its members, written to `folder` under names that begin
    like its own, else the file itself.

    Lock files, hidden files and what macOS adds are passed over. Raises UserError: file_hostile, file_password,
    file_unreadable, file_empty.
    """
    name = file_name or path.name
    if not _archive(path):
        return [(path, name)]
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive, path.stat().st_size, name)
            targets = [folder / f"{path.stem}-{n:03d}{_suffix(m)}" for n, m in enumerate(members)]
            for member, target in zip(members, targets, strict=True):
                _write(archive, member, target, name)
            return [(target, _shown(member)) for member, target in zip(members, targets, strict=True)]
    # NotImplementedError: packed in a way that zipfile does not know
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError) as damage:
        raise UserError("file_unreadable", file=name) from damage


def _archive(path: Path) -> bool:
    """Whether this is a zip that is no workbook itself. A broken one is left to the guard."""
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                return False
        with zipfile.ZipFile(path) as archive:
            return not set(PARTS) & set(archive.namelist())
    except (zipfile.BadZipFile, OSError, EOFError, ValueError):
        return False


def _members(archive: zipfile.ZipFile, size: int, name: str) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    inflated = sum(e.file_size for e in entries)
    if len(entries) > MAX_ENTRIES or any(escapes(_shown(e)) for e in entries):
        raise UserError("file_hostile", file=name)
    if inflated > MAX_INFLATED or inflated > MAX_RATIO * max(size, 10_000):
        raise UserError("file_hostile", file=name)
    if any(e.flag_bits & 1 for e in entries):
        raise UserError("file_password", file=name)
    wanted = [e for e in entries if not e.is_dir() and not _passed_over(_shown(e))]
    if not wanted:
        raise UserError("file_empty", file=name)
    if len(wanted) > MAX_FILES:
        raise UserError("file_hostile", file=name)
    return wanted


def _passed_over(shown: str) -> bool:
    parts = PurePosixPath(shown).parts
    return (
        "__MACOSX" in parts
        or any(part.startswith(".") for part in parts)
        or parts[-1].startswith("~$")
        or parts[-1].lower() in SYSTEM
    )


def _shown(entry: zipfile.ZipInfo) -> str:
    """The name as its maker saw it: without the UTF-8 flag, Chinese Windows writes GBK."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def _suffix(entry: zipfile.ZipInfo) -> str:
    return PurePosixPath(_shown(entry)).suffix.lower()[:10]


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, name: str) -> None:
    """Never more than the directory promised; readable by us alone."""
    left = entry.file_size
    with archive.open(entry) as member, target.open("wb") as out:
        target.chmod(0o600)
        while chunk := member.read(CHUNK):
            left -= len(chunk)
            if left < 0:
                raise UserError("file_hostile", file=name)
            out.write(chunk)
