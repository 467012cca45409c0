"""What a phone sends: small forms, and pictures of a clue. What is too large is answered in a plain sentence, before it is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from core.clues.pictures import MEGABYTES, MOST_PICTURES
from core.errors import UserError

MOST_BYTES = 32_768  # of a form
MOST_WITH_PICTURES = (MOST_PICTURES * MEGABYTES << 20) + MOST_BYTES
MOST_FIELDS = 300
MOST_FILES = 20  # more pictures than may be sent are counted before they are refused
# What nobody types: control characters, and those that turn the order of what stands beside them on a clerk's screen.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Sent:
    """Fields as they were typed; of those named several times all values."""

    fields: dict[str, list[str]]
    files: tuple[bytes, ...] = ()

    def get(self, name: str) -> str:
        return UNSEEN.sub("", self.fields.get(name, [""])[0]).strip()

    def all(self, name: str) -> list[str]:
        return self.fields.get(name, [])

    def again(self, *names: str) -> list[tuple[str, str]]:
        """Those fields as they came, to be sent once more; a name that ends in _ stands for all that begin so."""
        return [
            (name, value)
            for name, values in self.fields.items()
            if any(name.startswith(one) if one.endswith("_") else name == one for one in names)
            for value in values
        ]


async def sent(request: Request) -> Sent:
    """Raises UserError phone_large (more than any of our forms holds), phone_form (none of them)."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await _with_pictures(request)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise UserError("phone_large")
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise UserError("phone_form") from error
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return Sent(fields)


async def _with_pictures(request: Request) -> Sent:
    if int(request.headers.get("content-length") or 0) > MOST_WITH_PICTURES:
        raise UserError("phone_large")
    seen = 0

    async def limited():
        nonlocal seen
        async for chunk in request.stream():
            seen += len(chunk)
            if seen > MOST_WITH_PICTURES:
                raise UserError("phone_large")
            yield chunk

    parser = MultiPartParser(request.headers, limited(), max_files=MOST_FILES, max_fields=50, max_part_size=MOST_BYTES)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, UnicodeDecodeError) as error:
        raise UserError("phone_form") from error
    fields: dict[str, list[str]] = {}
    files = []
    for name, value in form.multi_items():
        if isinstance(value, str):
            fields.setdefault(name, []).append(value)
        elif value.size:
            files.append(await value.read())
    await form.close()
    return Sent(fields, tuple(files))
