"""One answer for all issues of a sort: what the blank cells of a column mean, or what all writings there that are not understood mean."""

from __future__ import annotations

from dataclasses import replace

from core.ingest.kinds.descriptor import descriptor
from core.ingest.meaning.answers import ABOVE, Answers, written_as
from core.ingest.meaning.columns import kinds
from core.ingest.preview import staged_text
from core.ingest.sheet_plan import SheetPlan

MOST = 2_000  # writings that one answer covers


def blank_rows(sheet: SheetPlan, field: str, code: str) -> bool:
    """Are the cells of this sort of issue blank (and not written in a way that nobody knows)?"""
    return not any(text for text, _ in _writings(sheet, field, code))


def for_all(sheet: SheetPlan, field: str, code: str, meaning: str) -> Answers:
    """The sheet's answers with this one for all rows of an issue. `meaning`: a text, '' to leave them blank, ABOVE: as the cell above."""
    old = sheet.answers
    texts = [(text, town) for text, town in _writings(sheet, field, code) if text]
    if texts and meaning != ABOVE:
        values = {f: dict(said) for f, said in old.values.items()}
        values.setdefault(field, {}).update({written_as(text, town): meaning for text, town in texts})
        return replace(old, values=values)
    if field not in sheet.header_of:
        return old.give({field: meaning}) if meaning and meaning != ABOVE else old
    return replace(old, blanks=old.blanks | {field: meaning}, saved=None)


def _writings(sheet: SheetPlan, field: str, code: str) -> list[tuple[str | None, str | None]]:
    """What stands in the cells, each writing once with the township beside it where that counts."""
    if sheet.kind not in kinds() or field not in kinds()[sheet.kind].fields:
        return []
    town = "s.town" if field == "grid" and "town" in kinds()[sheet.kind].fields else "null"
    return sheet.work.run(
        f"select distinct {staged_text(sheet.kind, field)}, {town} from {descriptor(sheet.kind).staged} s"  # noqa: S608 - field names of columns.toml
        " where s.sheet = $sheet and s.row in (select row from plan.issue where sheet = $sheet and code = $code and field = $field)"
        " order by all limit $most",
        sheet=sheet.number, code=code, field=field, most=MOST,
    ).fetchall()  # fmt: skip
