"""The few pages that are plain HTML: they stand before log-in, need no script and fetch nothing.

Their texts stand in `templates/`, escaped by Jinja2. Every template knows `t(key, …)` in the reader's language, `link(path, …)`
which takes an explicitly chosen language along, and `action`, the address of a form on this page.
"""

from __future__ import annotations

import base64
import hashlib
from functools import partial
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from core.desk import desk
from core.i18n import t
from core.store import shared_store
from core.web.ask import language
from core.web.mark import MARK, TEMPLATES

STYLE = (TEMPLATES / "style.css").read_text("utf-8")
ICON = "data:image/svg+xml;base64," + base64.b64encode(MARK.encode()).decode()


def policy(style: str, *, script: bool = False) -> str:
    """What a page of ours with that one style sheet written into it may do. `script`: it runs our own files, asks our server, and sends no form."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    own = ("script-src 'self'", "connect-src 'self'", "form-action 'none'") if script else ("form-action 'self'",)
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src 'sha256-{digest}'",
            "img-src data:",
            *own,
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


POLICY = policy(STYLE)
environment = Environment(
    loader=FileSystemLoader(TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
environment.globals |= {"style": Markup(STYLE), "icon": ICON}  # noqa: S704 - our own file


def page(request: Request, template: str, *, status: int = 200, **fields: object) -> HTMLResponse:
    """A whole page of `templates/<template>.html`, filled with `fields`."""
    lang = language(request)
    other = "en" if lang == "zh" else "zh"
    text = environment.get_template(f"{template}.html").render(
        t=partial(t, lang),
        desk=desk(shared_store().settings, lang),
        lang=lang,
        other=other,
        switch=_address("", [*((k, v) for k, v in request.query_params.multi_items() if k != "lang"), ("lang", other)]),
        link=partial(_link, request),
        action=_link(request, request.url.path),
        **fields,
    )
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": POLICY}
    return HTMLResponse(text, status_code=status, headers=headers)


def say_only(
    request: Request, title: str, text: str, *, status: int, go: str = "/login", go_words: str = "login.go"
) -> HTMLResponse:
    """A page that says one thing and leads on; `title`, `text` and `go_words` are keys of the words."""
    return page(request, "say", title=title, text=text, go=go, go_words=go_words, status=status)


def _link(request: Request, path: str, **params: str) -> str:
    given = {k: v for k, v in ({"lang": request.query_params.get("lang", "")} | params).items() if v}
    return _address(path, list(given.items()))


def _address(path: str, params: list[tuple[str, str]]) -> str:
    return path + (f"?{urlencode(params)}" if params else "")
