"""The file in an upload's body, written to disk as it comes."""

from __future__ import annotations

import secrets
from pathlib import Path

from python_multipart.multipart import MultipartParser, parse_options_header

from core.files.arrivals import sweep

LONGEST = 1 << 16  # bytes of a part's header


class UploadFile:
    """The one file part of a multipart body, in a new file that only we can read. ValueError: the body is no such thing."""

    def __init__(self, folder: Path, content_type: str) -> None:
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or b"boundary" not in options:
            raise ValueError("no multipart body")
        self.name = ""
        self._boundary = options[b"boundary"]
        self._headers: list[bytes] = []
        self._field = self._value = b""
        self._parts, self._whole = 0, False
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sweep(folder)
        self.path = folder / f"{secrets.token_hex(16)}.part"
        self._out = self.path.open("xb")
        self.path.chmod(0o600)
        self._parser = MultipartParser(self._boundary, {
            "on_part_begin": self._part,
            "on_header_field": lambda data, start, end: self._grow(data[start:end], b""),
            "on_header_value": lambda data, start, end: self._grow(b"", data[start:end]),
            "on_header_end": self._header,
            "on_part_data": lambda data, start, end: self._out.write(data[start:end]),
            "on_end": self._end,
        })  # fmt: skip

    def write(self, data: bytes) -> None:
        self._parser.write(data)

    def finish(self) -> None:
        self._parser.finalize()
        self._out.close()  # what is buffered may not fit on the disk
        if not self._whole:
            raise ValueError("cut off")

    def close(self) -> None:
        self._out.close()

    def remove(self) -> None:
        self._out.close()
        self.path.unlink(missing_ok=True)

    def envelope(self, content: bytes) -> bytes:
        """The same body with other content."""
        line = b"--" + self._boundary
        return b"\r\n".join([line, *self._headers, b"", content, line + b"--", b""])

    def _part(self) -> None:
        self._parts += 1
        if self._parts > 1:  # the front end sends files one by one
            raise ValueError("more than one part")

    def _grow(self, name: bytes, value: bytes) -> None:
        self._field, self._value = self._field + name, self._value + value
        if len(self._field) + len(self._value) > LONGEST:
            raise ValueError("no header is that long")

    def _header(self) -> None:
        self._headers.append(self._field + b": " + self._value)
        if self._field.lower() == b"content-disposition":
            self.name = parse_options_header(self._value)[1].get(b"filename", b"").decode("utf-8", "replace")
        self._field = self._value = b""

    def _end(self) -> None:
        self._whole = True
