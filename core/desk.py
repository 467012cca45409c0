"""What the county calls its desk: name, seal, motto and greeting, from its settings. Without them the product's own words stand."""

from __future__ import annotations

import base64
import mimetypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.i18n import t
from core.settings import Settings

PICTURES = ("image/svg+xml", "image/png", "image/jpeg", "image/webp")
LARGEST = 300_000  # bytes of a seal: it goes out with every page


@dataclass(frozen=True)
class Desk:
    name: str  # 横县智慧指挥中台
    motto: str
    greeting: str
    seal: str | None  # the picture as an address that holds it whole


def desk(settings: Settings, language: str) -> Desk:
    """In the reader's language; what is set in one language alone stands in both."""
    county = _own(settings, "county", language)
    return Desk(
        name=t(language, "app.name_of", county=county) if county else t(language, "app.name"),
        motto=_own(settings, "motto", language) or t(language, "login.promise"),
        greeting=_own(settings, "greeting", language) or t(language, "login.promise_more"),
        seal=_picture(str(settings.folder / settings.seal)) if settings.seal else None,
    )


def _own(settings: Settings, name: str, language: str) -> str:
    chinese, english = getattr(settings, name), getattr(settings, f"{name}_en")
    return (english or chinese) if language == "en" else (chinese or english)


@cache
def _picture(path: str) -> str | None:
    """None where there is no such file, or where it is no picture that browsers show; a desk works without a seal."""
    file, kind = Path(path), mimetypes.guess_type(path)[0]
    if kind not in PICTURES or not file.is_file() or file.stat().st_size > LARGEST:
        return None
    return f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}"
