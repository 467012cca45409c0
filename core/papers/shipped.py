"""The templates that are shipped, made from `texts/<kind>.toml`: on A4 with the margins and type of GB/T 9704—2012 as far as a notice to one person has them."""

from __future__ import annotations

import io
import tomllib
from functools import cache
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from core.papers.blanks import blanks
from core.papers.prepare import Prepared, prepare

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("zh", "en")
# The area of type is 156 × 225 mm: 37 mm above it, 28 mm to its left.
MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
BODY, TITLE, HEAD, BLACK = "仿宋_GB2312", "方正小标宋简体", "方正小标宋简体", "黑体"
RED = RGBColor(0xC0, 0x00, 0x00)
SIZES = {"body": 16, "title": 22, "head": 30, "number": 16, "slip": 14}  # 三号, 二号 …
SIGNED = {
    "zh": "签收人：　　　　　　　　　　签收日期：　　　　年　　月　　日",
    "en": "Signed: ____________________   Date: ________________",
}


@cache
def shipped(kind: str, language: str, family: str = "paper") -> Prepared:
    return prepare(shipped_docx(kind, language, family), family)


@cache
def shipped_docx(kind: str, language: str, family: str = "paper") -> bytes:
    """A paragraph that begins with `# ` is a heading. As the county may take it, change it in Word and bring it back."""
    text = tomllib.loads((TEXTS / f"{kind}.toml").read_text("utf-8"))[language]
    document = Document()
    lay_out(document)
    blank = {en: "{{" + (zh if language == "zh" else en) + "}}" for en, zh in blanks(family).items()}
    if text.get("head"):
        rule_below(set_words(document.add_paragraph(), blank["issuer"], "head", font=HEAD, colour=RED, middle=True))
        set_words(document.add_paragraph(), text.get("number", blank["number"]), "number", middle=True)
        set_words(document.add_paragraph(), text["title"], "title", font=TITLE, middle=True)
    else:
        set_words(document.add_paragraph(), text["title"], "title", font=TITLE, middle=True)
        set_words(document.add_paragraph(), blank["number"], "number", middle=True)
    set_words(document.add_paragraph(), text["to"], "body")
    for words in text["paragraphs"]:
        heading = words.startswith("# ")
        set_words(
            document.add_paragraph(), words.removeprefix("# "), "body", font=BLACK if heading else BODY, indent=True
        )
    for words in (blank["issuer"], blank["issued_on"]):
        set_words(document.add_paragraph(), words, "body").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    rule_below(set_words(document.add_paragraph(), "", "slip"), colour="999999", dashed=True)
    for words in text.get("foot", ()):
        set_words(document.add_paragraph(), words, "slip")
    if "receipt" in text:  # handed to somebody who signs for it
        set_words(document.add_paragraph(), text["receipt"], "slip")
        set_words(document.add_paragraph(), SIGNED[language], "slip")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def lay_out(document: Document) -> None:
    """A4 with the margins and type of an official paper."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, millimetres in MARGINS.items():
        setattr(section, name, Mm(millimetres))
    style = document.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(SIZES["body"])
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)


def set_words(
    paragraph: Paragraph, words: str, size: str, *, font: str = BODY, colour: RGBColor | None = None, middle: bool = False, indent: bool = False
) -> Paragraph:  # fmt: skip
    run = paragraph.add_run(words)
    run.font.name, run.font.size = font, Pt(SIZES[size])
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour
    shape = paragraph.paragraph_format
    shape.space_after = shape.space_before = Pt(0)
    if size in ("body", "number"):
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(28)
    if middle:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        shape.first_line_indent = Pt(2 * SIZES["body"])
    return paragraph


def rule_below(paragraph: Paragraph, *, colour: str = "C00000", dashed: bool = False) -> None:
    """A rule below it."""
    borders, below = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (
        ("val", "dashed" if dashed else "single"),
        ("sz", "6" if dashed else "12"),
        ("space", "4"),
        ("color", colour),
    ):
        below.set(qn(f"w:{name}"), value)
    borders.append(below)
    paragraph._element.get_or_add_pPr().append(borders)
