"""A county in a file, with one person (7) of whom every table holds something: values that nobody else has."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from core.settings import load_settings
from core.store import Store, open_store
from tests.county import NOW, make_county

PERSON = 7
NAME, PHONE, DOCUMENT, ADDRESS = "欧阳檀栀", "19907771234", "450127198803141591", "桂花巷七十三号"
VALUES = (NAME, PHONE, DOCUMENT, ADDRESS, "咽痛乏力症候", "随手记下之语", "线索原话之语", "候诊处丁楼", "去海口探亲戚")


def county_file(folder: Path, *, key: str = "") -> Store:
    """Closed and opened once, so that what was planted stands in the file itself."""
    file = folder / "command.duckdb"
    store = open_store(load_settings(db=str(file), key=key))
    made = make_county()
    names = [
        n
        for (n,) in made.run(
            "select table_name from duckdb_tables() where database_name = 'store' order by table_oid"
        ).fetchall()
    ]
    with store.write() as db:
        for name in names:
            held = made.run(f"select * from {name}").arrow().read_all()
            db.register("held", held)
            db.execute(f"delete from {name}")
            if held.num_rows:
                db.execute(f"insert into {name} select * from held")
            db.unregister("held")
    plant(store)
    store.cursor().execute("force checkpoint store")
    return store


def plant(store: Store, at: datetime = NOW) -> None:
    long_ago = at.replace(year=at.year - 1)
    with store.write() as db:

        def add(table: str, **row: object) -> None:
            db.execute(
                f"insert into {table} ({', '.join(row)}) values ({', '.join('?' * len(row))})", list(row.values())
            )

        db.execute(
            "update person set name = ?, pinyin = 'ouyang tanzhi', initials = 'oytz', phone = ?, id_number = ?, address = ?, batch_id = 900 where person_id = ?",
            [NAME, PHONE, DOCUMENT, ADDRESS, PERSON],
        )  # fmt: skip
        add(
            "import_batch",
            batch_id=900,
            imported_at=at,
            actor="t",
            file_name="名单.xlsx",
            sha256="x",
            bytes=1,
            status="committed",
            logged=True,
        )
        add("person_note", note_id=901, person_id=PERSON, noted_at=at, actor="t", note="随手记下之语")
        add("person_fact", fact_id=901, person_id=PERSON, fact="transport", value=f"自驾，联系 {PHONE}")
        add(
            "declaration",
            declaration_id=901,
            person_id=PERSON,
            kind="health",
            declared_at=at,
            symptom=True,
            symptoms="咽痛乏力症候",
        )
        add("test_result", test_id=901, person_id=PERSON, sampled_at=at, result="negative", site="候诊处丁楼")
        add(
            "exit_application",
            application_id=901,
            person_id=PERSON,
            applied_at=at,
            status="approved",
            destination="去海口探亲戚",
        )
        add(
            "exit_decision",
            application_id=901,
            step=1,
            decision="approved",
            reason="去海口探亲戚",
            decided_by="t",
            decided_at=at,
        )
        add(
            "task",
            task_id=901,
            kind="visit",
            title=f"上门看望{NAME}",
            grid_id=4,
            person_id=PERSON,
            status="open",
            created_by="t",
            created_at=at,
        )
        add("task_move", task_id=901, moved_at=at, to_grid_id=4, to_role="responsible", actor="t")
        add(
            "clue",
            clue_id=901,
            receipt="XS1",
            kind="travel",
            told="线索原话之语",
            person_id=PERSON,
            task_id=901,
            channel="phone",
            told_at=at,
            taken_by="t",
        )
        add("clue_picture", clue_id=901, position=1, jpeg=NAME.encode(), width=1, height=1)
        add(
            "clue",
            clue_id=902,
            receipt="XS2",
            kind="travel",
            told=f"楼下很吵，回电 {PHONE}",
            teller=NAME,
            teller_phone=PHONE,
            channel="phone",
            told_at=at,
            taken_by="t",
        )
        add(
            "clue",
            clue_id=903,
            receipt="XS3",
            kind="travel",
            told="别的线索",
            teller="王某",
            teller_phone="13900000001",
            state="answered",
            answered_at=long_ago,
            channel="phone",
            told_at=long_ago,
            taken_by="t",
        )
        add(
            "alert",
            alert_id=901,
            detector="fever",
            grid_id=4,
            person_id=PERSON,
            status="resolved",
            severity="low",
            score=1,
            first_day=at,
            last_day=at,
            reason="r",
            policy_version="1",
            opened_at=at,
            closing_reason=f"{NAME}已就医",
        )
        add(
            "alert_event",
            event_id=901,
            alert_id=901,
            acted_at=at,
            actor="t",
            act="note",
            status="open",
            note=f"{NAME}已就医",
        )
        add(
            "paper",
            paper_id=901,
            kind="release",
            year=2026,
            number=1,
            file_no="1号",
            person_id=PERSON,
            language="zh",
            told=json.dumps({"name": NAME, "id_number": DOCUMENT}, ensure_ascii=False),
            issued_on=at,
            made_by="t",
            made_at=at,
        )
        add(
            "case_contact",
            contact_id=901,
            person_id=PERSON,
            case_no="C1",
            address=ADDRESS,
            quarantine_until=at.replace(year=2025),
        )
        add(
            "import_change",
            batch_id=900,
            entity="person",
            entity_id=PERSON,
            part="",
            field="address",
            before=ADDRESS,
            after="x",
        )
        add(
            "import_change",
            batch_id=900,
            entity="declaration",
            entity_id=901,
            part="",
            field="symptoms",
            before="咽痛乏力症候",
            after="x",
        )
        add(
            "duplicate_pair",
            pair_id=901,
            person_a=PERSON,
            person_b=8,
            band="perhaps",
            rule="birth",
            score=0.5,
            reasons="[]",
            status="open",
            found_at=at,
        )
        add("phone_token", phone_id=901, token_hash="h", made_at=at)
        add("phone_person", phone_id=901, person_id=PERSON, consent="self", proven=True, added_at=at)
        add(
            "citizen_request",
            request_id=901,
            receipt="YJ1",
            kind="objection",
            person_id=PERSON,
            told=f"我是{NAME}",
            told_at=at,
        )
        add(
            "field_entry",
            entry_no=901,
            entry_id="e",
            account_id=1,
            kind="visit",
            person_id=PERSON,
            entered_at=at,
            taken_at=at,
            note=NAME,
        )
        add(
            "work_order",
            order_id=901,
            order_no="G1",
            received_at=at,
            urgent=False,
            told="停水",
            caller=NAME,
            phone=PHONE,
            secret=False,
            days=3,
            due_at=at,
        )
        add("person_class", person_id=PERSON, **{"class": "returnee"}, rank=1, since=at, reason="r", policy_version="1")
        add(
            "class_history",
            stretch_id=901,
            person_id=PERSON,
            **{"class": "returnee"},
            since=long_ago,
            policy_version="1",
        )


def found_in(folder: Path, values: tuple[str, ...] = VALUES) -> dict[str, list[str]]:
    """Value → files of the folder, in it and below, whose bytes hold it."""
    files = [f for f in folder.rglob("*") if f.is_file()]
    return {v: [f.name for f in files if v.encode() in f.read_bytes()] for v in values}
