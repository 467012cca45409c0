"""Sheets for the printer: the code of a place on an A4 page, with its name, what to do, and who answers."""

from __future__ import annotations

import io
from functools import cache
from html import escape

import pandas as pd
import segno

from core.i18n import t
from core.i18n.places import place_name

STYLE = """@page { size: A4; margin: 15mm }
* { box-sizing: border-box } body { margin: 0; font-family: "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", SimHei, sans-serif; color: #000; background: #fff }
section { break-after: page; height: 265mm; max-width: 180mm; margin: 0 auto; padding: 8mm 4mm; text-align: center; display: flex; flex-direction: column; align-items: center; overflow: hidden }
section:last-child { break-after: auto }
.above { font-size: 20pt; margin: 0 } h1 { font-size: 40pt; line-height: 1.2; margin: 3mm 0 4mm; overflow-wrap: anywhere } h1.long { font-size: 28pt }
.label { font-size: 24pt; margin: 0 0 4mm; font-weight: 600 }
svg { width: 112mm; height: 112mm; display: block } .do { font-size: 24pt; font-weight: 600; margin: 6mm 0 2mm } .for { font-size: 15pt; margin: 0 }
.who { font-size: 17pt; margin: auto 0 2mm; padding-top: 4mm; border-top: 1px solid #000; width: 100% } .no { font-size: 11pt; margin: 0; color: #333 }
@media screen { section { border-bottom: 1px dashed #999; height: auto; min-height: 265mm } }"""
LONG = 12  # characters of a name beyond which it is set smaller


def code_picture(address: str, *, title: str = "") -> str:
    """The code as SVG, with the quiet zone that scanners need; a quarter of it may be dirty or torn."""
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, border=4, omitsize=True, title=title or None, dark="#000", light="#fff"
    )  # fmt: skip
    return out.getvalue().decode()


def code_sheets(language: str, rows: pd.DataFrame, addresses: dict[int, str], *, office: str) -> str:
    """A page that the browser prints. `rows`: as core.codes.sheets has them; `addresses`: code_id → what the code holds; `office`: whose."""
    title = escape(t(language, "codes.sheet.title"))
    sections = "".join(_section(language, row, addresses[row["code_id"]], office) for row in rows.to_dict("records"))
    return (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body>{sections}</body></html>"
    )


def _section(language: str, row: dict, address: str, office: str) -> str:
    name = place_name(language, row["name"])
    above = place_name(language, row["above"]) if isinstance(row["above"], str) else ""
    label = f'<p class="label">{escape(row["label"])}</p>' if row["label"] else ""
    long_name = ' class="long"' if len(name) > LONG else ""
    return (
        f'<section><p class="above">{escape(above)}</p><h1{long_name}>{escape(name)}</h1>{label}{code_picture(address)}'
        f'<p class="do">{escape(_said(language, "codes.sheet.do"))}</p><p class="for">{escape(_said(language, "codes.sheet.for"))}</p>'
        f'<p class="who">{escape(_who(language, row))}</p><p class="no">{escape(office)} · {escape(row["code"])} · {row["code_id"]:06d}</p></section>'
    )


def _who(language: str, row: dict) -> str:
    if not isinstance(row["who"], str):
        return t(language, "codes.sheet.who_none")
    phone = row["phone"] if isinstance(row["phone"], str) else ""
    return t(language, "codes.sheet.who", name=row["who"], phone=phone).strip()


@cache
def _said(language: str, key: str) -> str:
    return t(language, key)
