"""A page for phones: base template, style, language and size of type, both kept in cookies.

Templates stand in `templates/phone/` and extend `phone/base.html`. They know `t(key, …)`, `named(place)`, `related(relation)`,
`action` and `form_id`, the number by which a form that is sent again is known. Style and script are files of their own: the policy allows nothing inline.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from core.desk import desk
from core.errors import UserError
from core.i18n import LANGUAGES, t
from core.i18n.places import place_name
from core.i18n.relations import relation_name
from core.store import shared_store
from core.web import ask
from core.web.html import environment
from core.web.mark import TEMPLATES

FOLDER = TEMPLATES / "phone"
FILES = {"style.css": "text/css; charset=utf-8", "phone.js": "text/javascript; charset=utf-8"}
TEXTS = {name: (FOLDER / name).read_text("utf-8") for name in FILES}
VERSION = hashlib.sha256("".join(TEXTS.values()).encode()).hexdigest()[:8]
LANGUAGE, SIZE = "grid_command_lang", "grid_command_size"  # cookies
SIZES = ("normal", "large")
YEAR = 365 * 86400
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data: blob:",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def language(request: Request) -> str:
    """Chosen in the address, else what this phone chose last, else what it prefers."""
    kept = request.cookies.get(LANGUAGE)
    if request.query_params.get("lang") not in LANGUAGES and kept in LANGUAGES:
        return kept
    return ask.language(request)


def size(request: Request) -> str:
    for chosen in (request.query_params.get("size"), request.cookies.get(SIZE)):
        if chosen in SIZES:
            return chosen
    return SIZES[0]


def page(
    request: Request, template: str, *, status: int = 200, again: Sequence[tuple[str, str]] = (), **fields: object
) -> HTMLResponse:
    """A whole page of `templates/phone/<template>.html`. `again`: fields of the form that it answers. With another language or size they are sent
    once more, and known by their form's number: a link would lead back to the empty form, and a receipt would be gone."""
    lang, large = language(request), size(request) == "large"
    text = environment.get_template(f"phone/{template}.html").render(
        t=partial(t, lang),
        named=partial(place_name, lang),
        related=partial(relation_name, lang),
        desk=desk(shared_store().settings, lang),
        lang=lang,
        other="en" if lang == "zh" else "zh",
        large=large,
        version=VERSION,
        action=request.url.path,
        form_id=str(uuid.uuid4()),
        again=again,
        demo=shared_store().settings.demo,
        **fields,
    )
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": POLICY}
    return keep_choices(request, HTMLResponse(text, status_code=status, headers=headers))


def say(request: Request, title: str, text: str, *, status: int = 200, forgotten: bool = False, **fields: object) -> HTMLResponse:  # fmt: skip
    """One thing said; `title` and `text` are keys of the words. `forgotten`: what waits on the phone to be sent goes too."""
    return page(request, "say", status=status, title=title, text=text, words=fields, forgotten=forgotten)


def refused(request: Request, error: UserError, *, status: int = 422) -> HTMLResponse:
    """An error as a page of its own, in a plain sentence."""
    return failed(say(request, "phone.not_done", f"error.{error.code}", **error.fields), error, status=status)


def failed(answer: Response, error: UserError, *, status: int = 422) -> Response:
    """The same page as an answer to what was wrong; who is to come again later is told when."""
    wait = error.fields.get("seconds")
    answer.status_code = 429 if wait and status == 422 else status
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer


def keep_choices(request: Request, answer: Response) -> Response:
    """Language and size as chosen in the address stay on the phone."""
    secure = shared_store().settings.secure_cookie
    for name, cookie, allowed in (("lang", LANGUAGE, LANGUAGES), ("size", SIZE, SIZES)):
        if request.query_params.get(name) in allowed:
            answer.set_cookie(
                cookie, request.query_params[name], max_age=YEAR, httponly=True, samesite="lax", secure=secure
            )
    return answer


async def file(request: Request, name: str) -> Response:
    """Style and script; the address holds their version, so a phone fetches them once."""
    return Response(
        TEXTS[name], media_type=FILES[name], headers={"Cache-Control": f"public, max-age={YEAR}, immutable"}
    )
