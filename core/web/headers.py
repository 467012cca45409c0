"""Headers that tell the browser what a page may do."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.store import shared_store

# The one inline script of the front end's index.html; a test compares it with the installed version.
FRONT_END_SCRIPT = "sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA="
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        # Tables are decoded by WebAssembly; a page's own component reaches the browser as a blob, which only a script that
        # runs already can make: written-in markup gains nothing by it.
        f"script-src 'self' blob: 'wasm-unsafe-eval' '{FRONT_END_SCRIPT}'",
        "worker-src 'self' blob:",
        "style-src 'self' 'unsafe-inline'",  # the front end writes its styles at run time
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=(), usb=()",
}
RAW = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]  # as they go out
TRANSPORT = (b"strict-transport-security", b"max-age=31536000; includeSubDomains")


class SecurityHeaders:
    """Sets them on every answer; a route that set its own stricter policy keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name.lower() for name, _ in message["headers"]}
                ours = RAW + [TRANSPORT] * shared_store().settings.secure_cookie
                message["headers"] = [*message["headers"], *(one for one in ours if one[0] not in own)]
            await send(message)

        await self.app(scope, receive, send_with_headers)
