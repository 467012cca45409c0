"""What a request asks for: its language, its form, where it wants to go."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request

from core.i18n import LANGUAGES
from core.web.pages import PAGES, START

MOST_BYTES = 16_384  # of a log-in form


def language(request: Request) -> str:
    """`?lang=`, else the first of ours that the browser prefers, else Chinese."""
    chosen = request.query_params.get("lang")
    if chosen in LANGUAGES:
        return chosen
    for wanted in _preferred(request.headers.get("accept-language", "")):
        if wanted in LANGUAGES:
            return wanted
    return LANGUAGES[0]


def _preferred(header: str) -> list[str]:
    ranked = []
    for part in header.split(","):
        name, _, rest = part.strip().partition(";")
        try:
            weight = float(rest.strip().removeprefix("q=")) if rest else 1.0
        except ValueError:
            weight = 0.0
        ranked.append((weight, name.split("-")[0].lower()))
    return [name for _, name in sorted(ranked, key=lambda pair: -pair[0])]


async def form(request: Request) -> dict[str, str]:
    """The fields of a posted form. Answers 413 to one that is larger than any of ours, 400 to one that is none."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=20))
    except ValueError as error:
        raise HTTPException(400) from error


def local_path(wanted: str | None) -> str:
    """`wanted` when it is a page of ours, else the start page: a link must not lead elsewhere after log-in."""
    if (
        not wanted
        or not wanted.startswith("/")
        or wanted.startswith("//")
        or any(c <= " " or c in "\\\x7f" for c in wanted)
    ):
        return "/"
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or parts.path not in PAGES | {START}:
        return "/"
    return wanted


def onward(request: Request, wanted: str | None) -> str:
    """Where to go after log-in; a language chosen at the door comes along."""
    path = local_path(wanted)
    if request.query_params.get("lang") not in LANGUAGES:
        return path
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'lang': language(request)})}"


def address(request: Request) -> str:
    """Of the browser, as far as the web server knows it."""
    return request.client.host if request.client else ""
