"""The files of a brief open without repair: whole packages, nothing outside its slide or its page, and, where it is installed, LibreOffice reads them."""

from __future__ import annotations

import io
import posixpath
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree as ET

import pytest
from docx import Document
from pptx import Presentation

from core.brief import Brief, file_of
from core.brief.model import Section, Series, Table
from core.brief.widths import lines, size_of, widths
from core.i18n import t

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
LONG = {
    "zh": "措施逾期：自3月2日起2类措施逾期147项未落实，最多的是“早晚测温”142项，涉及三个自然屯",
    "en": "Measures overdue since 2 March: 147 tasks of 2 measures, most of them Temperature (142), in three hamlets",
}
PLACE = {"zh": "横州镇", "en": "Hengzhou Town"}


def a_brief(lang: str) -> Brief:
    """As long as the longest of a day: six findings, eight columns, forty places, alerts in whole sentences."""
    place, days = PLACE[lang], [f"2026-02-{n:02}" for n in range(1, 29)]
    band = [[float(v) for v in range(28)], [None, *[1.0] * 27], [None, *[30.0] * 27]]
    heads = ["Place", "Registered", "Fever", "Home quarantine", "Outsiders", "Per 100", "Severe", "Coverage"]
    towns = Table(heads, [["All", "20,000", *["1,234"] * 6], *[[f"{place} {n}", "1,133", *["270"] * 6] for n in range(40)]], summed=True)  # fmt: skip
    alerts = Table(["Alert", "Place", "Since"], [[LONG[lang], f"{place} 1", "2"]] * 14, changed=[[13, 2]])
    sections = [
        Section("situation", "1. <&>", [LONG[lang]] * 6, Table(["a", "b"], [["x", "1"]]), Series("<&>", days, ["a", "b", "c"], band, lang)),
        Section("towns", "2.", [LONG[lang]], towns),
        Section("alerts", "3.", [], alerts),
        Section("work", "4.", ["-"]),
        Section("problems", "5.", [t(lang, "brief.blank")]),
    ]  # fmt: skip
    return Brief("今日 <&>" * 4, "2026", place, "2026-03-08", lang, "横县 <&>", sections, "foot")


@pytest.fixture(scope="module", params=["zh", "en"])
def files(request) -> dict[str, bytes]:
    made = a_brief(request.param)
    return {form: file_of(made, form, address="https://desk.example") for form in ("docx", "pptx")}


@pytest.mark.parametrize("form", ["docx", "pptx"])
def test_the_package_is_whole(files, form):
    package = zipfile.ZipFile(io.BytesIO(files[form]))
    names = set(package.namelist())
    assert package.testzip() is None and len(names) == len(package.namelist())
    types = ET.fromstring(package.read("[Content_Types].xml"))
    told = {e.get("PartName", "").lstrip("/") for e in types} | {e.get("Extension") for e in types}
    for name in names - {"[Content_Types].xml"}:
        assert name in told or name.rpartition(".")[2] in told, name
        if name.endswith((".xml", ".rels")):
            ET.fromstring(package.read(name))
        if not name.endswith(".rels"):
            continue
        folder, of = posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name).removesuffix(".rels")
        relations = {e.get("Id"): e for e in ET.fromstring(package.read(name))}
        for relation in relations.values():
            target = relation.get("Target")
            if relation.get("TargetMode") != "External":
                path = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
                assert path in names, (name, target)
        if of:
            xml = ET.fromstring(package.read(f"{folder}/{of}" if folder else of))
            used = {v for e in xml.iter() for k, v in e.attrib.items() if "officeDocument/2006/relationships}" in k}
            assert used <= set(relations), name
    chart = next(ET.fromstring(package.read(n)) for n in sorted(names) if "/charts/chart" in n and n.endswith(".xml"))
    assert len(chart.findall("{*}externalData")) == 1 and len(chart.findall(".//{*}ser")) == 3


def test_nothing_leaves_its_slide_or_lies_on_another(files):
    show = Presentation(io.BytesIO(files["pptx"]))
    rows = 0
    for slide in show.slides:
        boxes = [(s.left, s.top, s.left + s.width, s.top + s.height) for s in slide.shapes]
        for left, top, right, bottom in boxes:
            assert left >= 0 and top >= 0 and right <= show.slide_width and bottom <= show.slide_height
        for n, (left, top, right, bottom) in enumerate(boxes):
            for other in boxes[n + 1 :]:
                apart = other[0] >= right or other[2] <= left or other[1] >= bottom or other[3] <= top
                assert apart, [s.name for s in slide.shapes]
        rows += sum(len(s.table.rows) - 1 for s in slide.shapes if s.has_table)
    assert rows == 1 + 41 + 14, "every row once"


def test_a_table_is_as_wide_as_the_body_and_no_row_is_torn(files):
    document = Document(io.BytesIO(files["docx"]))
    for table in document.tables:
        assert sum(c.width.mm for c in table.columns) == pytest.approx(156, abs=1)
        assert all(row._tr.trPr.find("{*}cantSplit") is not None for row in table.rows)


def test_figures_and_short_words_are_not_broken_and_sentences_get_the_rest():
    table = a_brief("en").sections[2].table
    parts = widths(table, room=42)
    assert sum(parts) == pytest.approx(1) and parts[0] > 0.6
    towns = a_brief("en").sections[1].table
    assert size_of(towns, wide=442, usual=10.5, small=9) == 9 and size_of(table, wide=442, usual=10.5, small=9) == 10.5
    room = 442 / 9
    for column, part in enumerate(widths(towns, room=room)):
        for word in " ".join(row[column] for row in [towns.heads, *towns.rows]).split():
            assert lines(word, part * room - 1) == 1, word
    assert lines("一二三四五六", 3) == 2 and lines("one two", 3) == 2 and lines("", 3) == 1


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed here")
def test_libreoffice_reads_both(files, tmp_path):
    for form, content in files.items():
        (tmp_path / f"brief.{form}").write_bytes(content)
        subprocess.run(
            [OFFICE, f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path / form), str(tmp_path / f"brief.{form}")],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        made = (tmp_path / form / "brief.pdf").read_bytes()
        pages = made.count(b"/Type/Page\n") + made.count(b"/Type/Page/") + made.count(b"/Type /Page\n")
        assert made.startswith(b"%PDF")
        # As many pages as there are slides: nothing was dropped, nothing ran over.
        assert form == "docx" or pages == len(Presentation(io.BytesIO(content)).slides)
