"""An import's report in words for the terminal; `--json` has all of it."""

from __future__ import annotations

from core.i18n import t
from core.ingest.issues import sentences
from core.ingest.kinds.descriptor import descriptor
from core.ingest.plan import Plan
from core.ingest.sheet_plan import SheetPlan

FIRST = 10  # sorts of issues shown to a person; --json has all


def report_lines(plan: Plan, report: dict, language: str) -> str:
    """What an import did or would do, sheet by sheet, for a person who reads the terminal."""
    lines = [t(language, "ingest.cli.file", file=report["file"], batch=report["batch"] or "–")]
    if plan.repeat_of:
        lines.append(t(language, "ingest.cli.repeat", batch=plan.repeat_of))
    for part, sheet in zip(plan.sheets, report["sheets"], strict=True):
        lines.append(t(language, "ingest.cli.sheet", **{**sheet, "kind": t(language, f"kind.{sheet['kind']}")}))
        if part.left_out:
            rows = {"read": part.read, "rows": sheet["rows"], "left_out": part.left_out}
            lines.append("    " + t(language, "ingest.cli.rows", **rows))
        if part.scans is not None:
            lines.append("    " + t(language, "ingest.cli.scans", scans=part.scans))
        if part.later:
            lines.append("    " + t(language, f"seems.later_{part.later}"))
        if part.dropped:
            lines.append("    " + t(language, "ingest.cli.dropped", columns=_reasons(part.dropped, language)))
        if part.asked:
            lines.append(
                "    " + t(language, "ingest.cli.asked", columns=[f"{c.header} → {c.field}?" for c in part.asked])
            )
        for field in part.lacking:
            code = descriptor(part.kind).proposed.get(field)
            proposed = t(language, "ingest.cli.proposed", code=code) if code else ""
            lines.append("    " + t(language, "ingest.cli.lacking", field=field, proposed=proposed))
        for field, (text, where) in part.read_in.items():
            words = {"field": field, "text": text, "where": t(language, f"mapping.read_in.{where}")}
            lines.append("    " + t(language, f"ingest.cli.read_in{'_rows' * (where == 'rows')}", **words))
        if part.sensitive:
            lines.append("    " + t(language, "ingest.cli.sensitive", columns=list(part.sensitive)))
        if part.older:
            lines.append("    " + t(language, "ingest.cli.older", count=part.older))
        lines += ["    " + line for line in _ended(part, language)]
        found = part.issue_groups if part.work else part.issues_at_most(0)
        lines += ["    " + _group(group, language) for group in found.head(FIRST).to_dict("records")]
        if len(found) > FIRST:
            lines.append("    " + t(language, "ingest.cli.more", count=len(found) - FIRST))
    return "\n".join(lines) + "\n"


def _ended(part: SheetPlan, language: str) -> list[str]:
    """Who is registered as dead and listed all the same; who is not registered; what a place has and the list lacks."""
    absent = part.absent
    lines = [t(language, "ingest.cli.dead", count=part.dead)] if part.dead else []
    if part.nil:
        lines.append(t(language, "ingest.cli.nil", day=part.nil.isoformat()))
    if part.unknown:
        words = "ingest.cli.unknown_taken" if part.answers.unknown == "take_in" else "ingest.cli.unknown"
        lines.append(t(language, words, count=part.unknown))
    if len(absent):
        some = t(language, "list.items").join(absent["name"].head(FIRST)) + ("…" if len(absent) > FIRST else "")
        words = "ingest.cli.absent_closed" if part.closing else "ingest.cli.absent"
        lines.append(t(language, words, count=len(absent), names=some))
    return lines


def _reasons(dropped: dict[str, str], language: str) -> str:
    """“家属姓名 (about somebody else)”; an unknown column needs no reason."""
    return t(language, "list.items").join(
        name
        if why == "unknown"
        else t(language, "ingest.cli.because", header=name, why=t(language, f"mapping.why.{why}"))
        for name, why in ((header.rpartition("/")[2], why) for header, why in dropped.items())
    )


def _group(group: dict, language: str) -> str:
    """All issues of a sort: where the first of them are, and what is wrong there."""
    what, _ = sentences(group["code"], group["fields"], language)
    column = group["column"] if isinstance(group["column"], str) else "–"
    rows = [str(row) for row in group["first_rows"]]
    if group["rows"] == 1:
        return t(language, "ingest.cli.issue", row=rows[0], column=column, what=what)
    some = t(language, "list.items").join(rows) + ("…" if group["rows"] > len(rows) else "")
    words = "ingest.cli.issues_like" if group["writings"] > 1 else "ingest.cli.issues"
    return t(language, words, count=group["rows"], rows=some, column=column, what=what)
