"""The few pages that are plain HTML: they stand before log-in, need no script and fetch nothing."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse

from core.i18n import t
from core.web.ask import language

STYLE = (Path(__file__).parent / "style.css").read_text("utf-8")
MARK = (
    '<svg viewBox="0 0 32 32" xmlns="http://www.w3.org/2000/svg" aria-hidden="true"><rect width="32" height="32" rx="6" fill="#0b6e99"/>'
    '<g fill="#fff"><rect x="6" y="6" width="9" height="9" rx="1.5"/><rect x="17" y="6" width="9" height="9" rx="1.5" opacity=".55"/>'
    '<rect x="6" y="17" width="9" height="9" rx="1.5" opacity=".55"/></g><rect x="17" y="17" width="9" height="9" rx="1.5" fill="#e69f00"/></svg>'
)
# A quiet field of grid cells behind the name; a few of them lit.
CELLS = (
    '<svg class="cells" aria-hidden="true" xmlns="http://www.w3.org/2000/svg"><defs><pattern id="cell" width="72" height="72" patternUnits="userSpaceOnUse">'
    '<path d="M72 0H0V72" fill="none" stroke="#fff" stroke-opacity=".09"/></pattern></defs><rect width="100%" height="100%" fill="url(#cell)"/>'
    + "".join(
        f'<rect x="{72 * x + 1}" y="{72 * y + 1}" width="70" height="70" fill="{colour}" fill-opacity="{depth}"/>'
        for x, y, colour, depth in (
            (5, 1, "#fff", 0.07), (6, 1, "#fff", 0.12), (6, 2, "#fff", 0.07), (7, 2, "#e69f00", 0.6), (8, 3, "#fff", 0.1), (4, 3, "#fff", 0.05),
            (9, 2, "#fff", 0.05), (7, 3, "#fff", 0.14), (6, 9, "#fff", 0.06), (7, 9, "#fff", 0.1), (8, 8, "#fff", 0.06), (2, 10, "#fff", 0.05),
        )
    )
    + "</svg>"
)  # fmt: skip
POLICY = "; ".join(
    (
        "default-src 'none'",
        f"style-src 'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'",
        "img-src data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def page(request: Request, title: str, body: str, *, status: int = 200) -> HTMLResponse:
    """A whole page. `title` is text; `body` is HTML whose texts are escaped already."""
    lang = language(request)
    other = "en" if lang == "zh" else "zh"
    switch = "?" + urlencode([*((k, v) for k, v in request.query_params.multi_items() if k != "lang"), ("lang", other)])
    icon = "data:image/svg+xml;base64," + base64.b64encode(MARK.encode()).decode()
    html = f"""<!DOCTYPE html>
<html lang="{"zh-CN" if lang == "zh" else "en"}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>{escape(title)} · {escape(t(lang, "app.name"))}</title><link rel="icon" href="{icon}"><style>{STYLE}</style></head>
<body><header class="brand">{CELLS}<div class="mark">{MARK}{escape(t(lang, "app.name"))}</div>
<div><p class="promise">{escape(t(lang, "login.promise"))}</p><p>{escape(t(lang, "login.promise_more"))}</p></div></header>
<main><a class="switch" href="{escape(switch)}" lang="{other}">{escape(t(lang, "app.language"))}</a>
<div class="inner"><h1>{escape(title)}</h1>{body}</div></main></body></html>"""
    headers = {"Cache-Control": "no-store", "Content-Security-Policy": POLICY}
    return HTMLResponse(html, status_code=status, headers=headers)


def form(request: Request, *parts: str, button: str, **hidden: str) -> str:
    """A form posted to the address it stands on, in the language it is read in."""
    lang = request.query_params.get("lang")
    action = request.url.path + (f"?{urlencode({'lang': lang})}" if lang else "")
    kept = "".join(f'<input type="hidden" name="{escape(k)}" value="{escape(v)}">' for k, v in hidden.items() if v)
    return f'<form method="post" action="{escape(action)}">{kept}{"".join(parts)}{button}</form>'


def field(
    label: str, name: str, *, kind: str = "text", complete: str, value: str = "", hint: str = "", first: bool = False
) -> str:
    """A labelled input. `complete` tells the browser's password manager what it is."""
    small = f"<small>{escape(hint)}</small>" if hint else ""
    return (
        f'<label>{escape(label)}<input name="{name}" type="{kind}" autocomplete="{complete}" value="{escape(value)}" required'
        f' maxlength="200" autocapitalize="none" spellcheck="false"{" autofocus" if first else ""}>{small}</label>'
    )


def button(text: str, *, name: str = "", value: str = "", hint: str = "", plain: bool = False) -> str:
    sent = f' name="{escape(name)}" value="{escape(value)}"' if name else ""
    small = f"<small>{escape(hint)}</small>" if hint else ""
    return f'<button type="submit"{" class=plain" if plain else ""}{sent}>{escape(text)}{small}</button>'


def link(request: Request, path: str, text: str, *, css: str = "", **params: str) -> str:
    """A link that takes an explicitly chosen language along."""
    given = {k: v for k, v in ({"lang": request.query_params.get("lang", "")} | params).items() if v}
    href = path + (f"?{urlencode(given)}" if given else "")
    return f'<a class="{css}" href="{escape(href)}">{escape(text)}</a>'


def wrong(text: str) -> str:
    return f'<p class="wrong" role="alert">{escape(text)}</p>' if text else ""


def say_only(request: Request, title: str, text: str, *, status: int) -> HTMLResponse:
    """A page that says one thing and leads to the log-in."""
    lang = language(request)
    go = link(request, "/login", t(lang, "login.go"), css="button")
    return page(request, title, f'<p class="quiet">{escape(text)}</p>{go}', status=status)
