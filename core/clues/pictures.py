"""Pictures of a clue, made anew from their pixels: what a camera writes beside them (place, time, owner) is gone, and so is whatever else a file may carry."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from core.crypt import opened
from core.domain import Scope
from core.errors import UserError
from core.store import Store

MOST_PICTURES = 3
MEGABYTES = 5
PIXELS = 50_000_000  # a bomb of a few kilobytes opens to gigabytes
EDGE = 1600  # of what is kept
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF")


@dataclass(frozen=True)
class Picture:
    jpeg: bytes
    width: int
    height: int


def remade(files: list[bytes]) -> list[Picture]:
    """Raises UserError clue_pictures (more than three), clue_picture_large, clue_picture_bad (no picture that can be read; `number`: which)."""
    if len(files) > MOST_PICTURES:
        raise UserError("clue_pictures", most=MOST_PICTURES)
    return [_remade(content, number) for number, content in enumerate(files, 1)]


def _remade(content: bytes, number: int) -> Picture:
    if len(content) > MEGABYTES << 20:
        raise UserError("clue_picture_large", number=number, most=MEGABYTES)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                if opened.width * opened.height > PIXELS:
                    raise UserError("clue_picture_bad", number=number)
                upright = ImageOps.exif_transpose(opened).convert("RGB")
        upright.thumbnail((EDGE, EDGE))
        # pixels alone: nothing of the file goes along
        plain = Image.new("RGB", upright.size)
        plain.paste(upright)
        out = io.BytesIO()
        plain.save(out, "JPEG", quality=82)
    except UserError:
        raise
    except Exception as error:  # whatever a broken file makes the decoder raise
        raise UserError("clue_picture_bad", number=number) from error
    return Picture(out.getvalue(), *plain.size)


def picture(store: Store, scope: Scope, clue_id: int, position: int) -> bytes | None:
    """A picture of a clue within reach, as JPEG. None also where its key is another one."""
    kept = store.value(
        "select jpeg from clue_picture where position = $position and clue_id in ("
        " select clue_id from clue where clue_id = $clue and (list_contains($scope, 0) or grid_id in (from scope_grids($scope))))",
        clue=clue_id, position=position, scope=scope.roots,
    )  # fmt: skip
    return None if kept is None else opened(store.settings, kept, place_of(clue_id, position))


def place_of(clue_id: int, position: int) -> str:
    """To which its picture is bound when it is enciphered (core/crypt/sealed.py)."""
    return f"clue {int(clue_id)} {int(position)}"
