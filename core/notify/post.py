"""One message over the wire: as each kind of receiver wants it, within limits of time and size, and judged by what it answers."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLong
from dataclasses import dataclass
from urllib.parse import quote

import requests

CONNECT, READ, WHOLE = 3.05, 8.0, 15.0  # seconds: to connect, between two pieces of an answer, and for all of it
MOST = 64_000  # bytes of an answer that are read
LENGTH = {"wecom": 2000, "dingtalk": 15_000, "feishu": 15_000}  # bytes of the text that a receiver takes


@dataclass(frozen=True)
class Receiver:
    kind: str
    url: str
    secret: str | None = None
    body: str | None = None
    expects: str | None = None


@dataclass(frozen=True)
class Answer:
    """`error`: None when it was taken; else slow, refused (no connection), redirected, status, said_no, unreadable, too_much. `detail`: the
    status or the receiver's own code."""

    error: str | None = None
    detail: str | None = None

    @property
    def taken(self) -> bool:
        return self.error is None


def post(receiver: Receiver, *, message_id: int, text: str, told: list[dict], at: float | None = None) -> Answer:
    """Send and judge. A receiver that hangs costs `WHOLE` seconds and no more. `at`: seconds since 1970, for signatures.

    Each message has a thread of its own: one that lets its answer drip for hours holds up nobody else, and no process that ends."""
    at = time.time() if at is None else at
    url, headers, body = request_of(receiver, message_id=message_id, text=text, told=told, at=at)
    answer: Future[Answer] = Future()
    threading.Thread(target=_answered, args=(answer, receiver, url, headers, body), name="notify", daemon=True).start()
    try:
        return answer.result(timeout=WHOLE)
    except TooLong:
        return Answer("slow")


def _answered(answer: Future[Answer], *sent: object) -> None:
    try:
        answer.set_result(_sent(*sent))
    except Exception as error:
        answer.set_exception(error)


def request_of(
    receiver: Receiver, *, message_id: int, text: str, told: list[dict], at: float
) -> tuple[str, dict[str, str], bytes]:
    """(address, headers, body). The message's number goes along, so that a receiver can tell a repetition."""
    text = _cut(text, LENGTH.get(receiver.kind, 15_000))
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Grid-Command"}
    url = receiver.url
    if receiver.kind == "sms":
        said = (receiver.body or "").replace("{text}", json.dumps(text, ensure_ascii=False)[1:-1]).replace("{id}", str(message_id))  # fmt: skip
        return url, headers, said.encode()
    if receiver.kind == "dingtalk":
        if receiver.secret:
            stamp = str(round(at * 1000))
            sign = base64.b64encode(_hmac(receiver.secret.encode(), f"{stamp}\n{receiver.secret}".encode())).decode()
            url += f"{'&' if '?' in url else '?'}timestamp={stamp}&sign={quote(sign, safe='')}"
        content: dict[str, object] = {"msgtype": "text", "text": {"content": text}}
    elif receiver.kind == "wecom":
        content = {"msgtype": "text", "text": {"content": text}}
    elif receiver.kind == "feishu":
        content = {"msg_type": "text", "content": {"text": text}}
        if receiver.secret:
            stamp = str(int(at))
            sign = base64.b64encode(_hmac(f"{stamp}\n{receiver.secret}".encode(), b"")).decode()
            content |= {"timestamp": stamp, "sign": sign}
    else:
        content = {"id": message_id, "text": text, "told": told}
    body = json.dumps(content, ensure_ascii=False).encode()
    if receiver.kind == "json":
        stamp = str(int(at))
        headers |= {"X-Grid-Command-Id": str(message_id), "X-Grid-Command-Timestamp": stamp}
        if receiver.secret:
            signed = _hmac(receiver.secret.encode(), stamp.encode() + b"." + body).hex()
            headers["X-Grid-Command-Signature"] = f"sha256={signed}"
    return url, headers, body


def _sent(receiver: Receiver, url: str, headers: dict[str, str], body: bytes) -> Answer:
    begun = time.monotonic()
    try:
        with requests.Session() as session:
            session.trust_env = False  # no proxy or netrc of the server's own surroundings
            with session.post(
                url, data=body, headers=headers, timeout=(CONNECT, READ), allow_redirects=False, stream=True
            ) as answer:
                if answer.is_redirect or 300 <= answer.status_code < 400:
                    return Answer("redirected", str(answer.status_code))
                content = b""
                for piece in answer.iter_content(4096):
                    content += piece
                    if len(content) > MOST:
                        return Answer("too_much")
                    if time.monotonic() - begun > WHOLE:
                        return Answer("slow")
                return judged(receiver, answer.status_code, content)
    except requests.Timeout:
        return Answer("slow")
    except requests.RequestException:
        return Answer("refused")


def judged(receiver: Receiver, status: int, content: bytes) -> Answer:
    """Robots answer 200 with an error inside."""
    if not 200 <= status < 300:
        return Answer("status", str(status))
    if receiver.kind == "sms":
        taken = not receiver.expects or receiver.expects.encode() in content
        return Answer() if taken else Answer("said_no")
    if receiver.kind == "json":
        return Answer()
    try:
        said = json.loads(content)
        code = next(said[name] for name in ("errcode", "code", "StatusCode") if name in said)
    except (ValueError, StopIteration, TypeError):
        return Answer("unreadable")
    return Answer() if str(code) == "0" else Answer("said_no", str(code)[:20])


def _hmac(key: bytes, said: bytes) -> bytes:
    return hmac.new(key, said, hashlib.sha256).digest()


def _cut(text: str, most: int) -> str:
    """By bytes of UTF-8, as receivers count."""
    whole = text.encode()
    return text if len(whole) <= most else whole[: most - 3].decode(errors="ignore") + "…"
