"""The certificate of destruction as a Word document: what went, how, when, by whom, and the digest of the record."""

from __future__ import annotations

import tomllib

from core.papers.statement import statement
from core.privacy.dictionary import CLASSES, HERE

TEXT = HERE / "certificate.toml"


def certificate(record: dict, language: str) -> bytes:
    """`record`: what `wind_down.last_record` gives."""
    text = tomllib.loads(TEXT.read_text("utf-8"))[language]
    kinds = dict(zip(CLASSES, text["classes"], strict=True))
    ends = text["ends"]
    rows = [[t[language], t["table"], kinds[t["class"]], ends[t["end"]], f"{t['rows']:,}"] for t in record["tables"]]
    ended = text["joined"].join(f"{text['ended'][name]} {rows}" for name, rows in record["ended"].items())
    files = text["joined"].join(f"{text['folders'][name]} {count}" for name, count in record["files"].items())
    told = {
        **record,
        "number": f"{record['time'][:4]}-{record['number']}",
        "county": record["county"] or text["county"],
        "time": record["time"].replace("T", " "),
        "emergencies": text["joined"].join(text["emergency"].format(**e) for e in record["emergencies"]) or text["none"],
        "total": f"{sum(t['rows'] for t in record['tables']):,}",
        "tables": len(record["tables"]),
        "ended": ended,
        "files": files,
        "backups": text["joined"].join(record["backups"]) or text["none"],
        "elsewhere": text["joined"].join(record["backups_elsewhere"]) or text["none"],
        "kept": text["joined"].join(f"{name} {rows:,}" for name, rows in record["kept"].items()) or text["none"],
        "by": record["by"]["name"],
        "and_by": record["and_by"]["name"],
        "rewritten": str(record["rewritten_at"]) if record.get("rewritten_at") else text["not_yet"],
    }  # fmt: skip
    return statement(
        title=text["title"],
        number=text["number"].format(**told),
        paragraphs=[p.format(**told) for p in text["paragraphs"]],
        heads=text["heads"],
        rows=rows,
        after=[p.format(**told) for p in text["after"]],
        signed=[p.format(**told) for p in text["signed"]],
    )
