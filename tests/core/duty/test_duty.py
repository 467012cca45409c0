"""Duty information: filled from an alert, its clock, signed once by name, told, the next one says what is new; documents; what is refused."""

from __future__ import annotations

import io
import json
import re
import threading

import pytest
from docx import Document

from core import duty
from core.act.badges import waiting
from core.domain import Scope, User
from core.errors import NotAllowed, UserError
from core.handling import close, handovers, make_handover, note, take, tend_alerts
from core.i18n import t
from core.papers.shipped import shipped_docx
from core.papers.templates import place_template
from tests.core.handling.test_life import AT, MINUTE, opened
from tests.county import EAST, LAST_DAY, MASKED, NOBODY, WHOLE, make_county

ALL = frozenset({duty.READ, duty.WRITE, duty.SIGN})
LI = User(1, "li", "李", "command", ALL, WHOLE)
WANG = User(2, "wang", "王", "leader", ALL, WHOLE)
CLERK = User(3, "clerk", "黄", "clerk", ALL - {duty.SIGN}, WHOLE)
WESTERN = User(4, "west", "西", "officer", ALL, Scope((8,)))


def _with_fields(store) -> None:
    with store.write() as db:
        db.execute("""update alert set fields = '{"day": "2026-01-31", "temperature": 38.6}'""")


@pytest.fixture
def store():
    made = make_county()
    opened(made, (1, 4, 1, "high"), (2, 4, 2, "low"), (3, 10, 31, "low"))
    _with_fields(made)
    with made.write() as db:  # 1 and 2 are one matter
        db.execute("insert into situation values (1, 'household', 1, 4, ?, null)", [AT])
        db.execute("update alert set situation_id = 1 where alert_id in (1, 2)")
    tend_alerts(made, at=AT)
    return made


def texts(store, number: int, scope=WHOLE) -> dict[str, str]:
    _, parts = duty.report(store, scope, number, now=AT)
    return dict(zip(parts.part, parts.body, strict=True))


def row(store, number: int, now=AT):
    return duty.report(store, WHOLE, number, now=now)[0]


def signed(store, number: int, *, at, user=LI) -> str:
    return duty.sign(store, user, number, name="李主任", now=at)


ZH = {
    "source": "2026年2月1日08时00分智慧指挥中台发出预警（第1号）。",
    "place": "甲县东镇东一村1组。",
    "course": "2026年2月1日08时00分，李某某（男，75岁），发热（严重）：1月31日体温 38.6 ℃。",
    "people": "目前涉及在册人员2人。预警2条，其中严重1条。伤亡、失联和财产损失情况待核实。",
    "done": "2026年2月1日08时03分，备注：已送镇卫生院（预警1）。",
    "cause": "",
}
EN = {
    "source": "Alert 1 of the command desk, 1 February 2026, 08:00.",
    "course": "a person called 李 (male, aged 75): Fever (High): 38.6 °C on 31 Jan.",
    "people": "People of the register concerned so far: 2. Alerts: 2, of which severe: 1. Deaths, injuries, missing people and losses are being found out.",
    "done": "1 February 2026, 08:03: noted: 已送镇卫生院 (alert 1).",
}


@pytest.mark.parametrize(("lang", "wanted"), [("zh", ZH), ("en", EN)])
@pytest.mark.parametrize("given", [{"alert": 1}, {"alert": 2}, {"situation": 1}])
def test_an_alert_or_a_situation_becomes_a_first_report_with_the_source_of_each_figure(store, lang, wanted, given):
    note(store, WHOLE, 1, text="已送镇卫生院", promise=False, actor="li", at=AT + 3 * MINUTE)
    number = duty.draft(store, LI, now=AT + 10 * MINUTE, language=lang, **given)
    found = texts(store, number)
    for part, words in wanted.items():
        assert words in found[part] if words else not found[part], part
    _, parts = duty.report(store, WHOLE, number, now=AT)
    for part in parts.itertuples():
        assert part.filled == part.body == ("" if lang == "zh" else " ").join(one["said"] for one in part.sources)
        assert all(one["page"].startswith("/") and one["as_of"] for one in part.sources)
    names = [n for (n,) in store.run("select distinct name from person").fetchall()]
    assert not [n for n in names if n in str(found)], "such a text goes to other offices"
    with pytest.raises(UserError, match="duty_there"):
        duty.draft(store, LI, now=AT + 11 * MINUTE, alert=2)


def test_its_clock_runs_from_the_first_alert_and_late_stays_late(store):
    number = duty.draft(store, LI, now=AT + 10 * MINUTE, alert=1)
    one = row(store, number, AT + 31 * MINUTE)
    assert (one.phone_by, one.written_by) == (AT + 30 * MINUTE, AT + 60 * MINUTE)
    assert one.phone_late and not one.written_late and one.state == "draft"
    signed(store, number, at=AT + 40 * MINUTE)
    tell = {"unit": "市委办公室", "name": "小黄", "now": AT + 90 * MINUTE}
    duty.tell(store, CLERK, number, way="phone", at=AT + 29 * MINUTE, **tell)
    assert not row(store, number, AT + 90 * MINUTE).phone_late and row(store, number).state == "signed"
    told = duty.tell(store, CLERK, number, way="writing", at=AT + 61 * MINUTE, receiver="值班员赵", **tell)
    one = row(store, number, AT + 900 * MINUTE)
    assert one.state == "told" and one.written_late and one.wrote_at == AT + 61 * MINUTE
    duty.acknowledge(store, CLERK, told, name="赵", at=AT + 70 * MINUTE, now=AT + 90 * MINUTE)
    listed = duty.tellings(store, WHOLE, number)
    assert listed.way.tolist() == ["phone", "writing"] and listed.acknowledged_name.tolist()[1] == "赵"
    by_hand = duty.draft(store, LI, now=AT + 10 * MINUTE, grid=8, known_at=AT + 5 * MINUTE)
    assert row(store, by_hand).phone_by == AT + 35 * MINUTE
    # nothing personal in the audit
    said = "".join(f for (f,) in store.run("select fields from audit_entry where event like 'duty%'").fetchall())
    assert said and not re.search("小黄|赵|李主任|市委", said)


def test_a_follow_up_says_what_is_new_and_the_final_one_how_it_ended(store):
    first = duty.draft(store, LI, now=AT + 10 * MINUTE, alert=1)
    with pytest.raises(UserError, match="duty_unsigned"):
        duty.draft_further(store, LI, first, kind="follow", now=AT + 11 * MINUTE)
    assert signed(store, first, at=AT + 12 * MINUTE) == "甲指值初〔2026〕1号"
    with store.write() as db:
        db.execute("update alert set situation_id = 1 where alert_id = 3")
    follow = duty.draft_further(store, LI, first, kind="follow", now=AT + 40 * MINUTE)
    found = texts(store, follow)
    assert found["course"].count("体温") == 1 and "（男" in found["course"], "the alert that is new, and no other"
    assert "涉及在册人员由2人变为3人" in found["people"] and "由2条变为3条" in found["people"]
    assert found["done"].startswith("自上次报告以来无新的处置记录")
    assert pd_none(row(store, follow).phone_by), "no clock unless something new was known"
    assert signed(store, follow, at=AT + 41 * MINUTE) == "甲指值续〔2026〕1号"
    second = duty.draft_further(store, LI, first, kind="follow", now=AT + 50 * MINUTE, known_at=AT + 45 * MINUTE)
    assert duty.kind_name("zh", "follow", row(store, second).nth) == "续报二"
    assert texts(store, second)["course"] == "自上次报告以来无新的预警。"
    assert row(store, second).phone_by == AT + 75 * MINUTE
    duty.withdraw(store, LI, second, now=AT + 51 * MINUTE)
    take(store, WHOLE, [1], actor="li", at=AT + 60 * MINUTE)
    close(store, WHOLE, [1, 2], status="resolved", reason="已退烧", actor="li", at=AT + 70 * MINUTE)
    final = duty.draft_further(store, LI, follow, kind="final", now=AT + 80 * MINUTE)
    assert "已办结预警2条，未办结1条。办结结果：“属实，已处理”2条。" in texts(store, final)["course"]
    assert signed(store, final, at=AT + 81 * MINUTE) == "甲指值终〔2026〕1号"
    with pytest.raises(UserError, match="duty_ended"):
        duty.draft_further(store, LI, first, kind="follow", now=AT + 90 * MINUTE)
    mended = duty.draft_further(store, LI, follow, kind="correction", now=AT + 90 * MINUTE)
    assert texts(store, mended) == texts(store, follow) and "甲指值续〔2026〕1号" in row(store, mended).title
    another = duty.draft(store, LI, now=AT + 91 * MINUTE, grid=8, known_at=AT)
    duty.edit(store, LI, another, bodies={"place": "西镇", "course": "停水"}, now=AT)
    assert signed(store, another, at=AT + 92 * MINUTE) == "甲指值初〔2026〕2号"


def pd_none(value: object) -> bool:
    return value is None or value != value


def test_two_sign_at_once_and_one_is_told_who_was_quicker(store):
    number = duty.draft(store, LI, now=AT + MINUTE, alert=1)
    heard: list[str] = []

    def try_it(user: User) -> None:
        try:
            heard.append(signed(store, number, at=AT + 2 * MINUTE, user=user))
        except UserError as error:
            heard.append(f"{error.code} {error.fields['who']}")

    both = [threading.Thread(target=try_it, args=(user,)) for user in (LI, WANG)]
    [one.start() for one in both]
    [one.join() for one in both]
    assert sorted(heard) == ["duty_signed 李主任", "甲指值初〔2026〕1号"]


def test_what_is_refused_is_refused_with_its_reason(store):
    number = duty.draft(store, LI, now=AT + 10 * MINUTE, alert=1)
    tell = {"unit": "市委", "name": "黄", "now": AT + 20 * MINUTE}
    one = duty.edit(store, CLERK, number, bodies={"cause": "待查"}, now=AT, version=1)
    refused = [
        (lambda: duty.draft(store, WESTERN, now=AT, alert=1), "duty_alert"),
        (lambda: duty.draft(store, WESTERN, now=AT, situation=1), "duty_situation"),
        (lambda: duty.draft(store, WESTERN, now=AT, grid=4, known_at=AT), "duty_grid"),
        (lambda: duty.draft(store, LI, now=AT), "duty_from"),
        (lambda: duty.draft(store, LI, now=AT, grid=4), "duty_known"),
        (lambda: duty.draft(store, LI, now=AT, grid=4, known_at=AT + MINUTE), "duty_future"),
        (lambda: duty.report(store, WESTERN.scope, number, now=AT), "duty_unknown"),
        (lambda: duty.edit(store, WESTERN, number, bodies={}, now=AT), "duty_unknown"),
        (lambda: duty.edit(store, LI, number, bodies={"cause": "火灾"}, now=AT, version=1), "duty_changed"),
        (lambda: duty.edit(store, LI, number, bodies={"x": "y"}, now=AT), "duty_part"),
        (lambda: duty.edit(store, LI, number, bodies={"cause": "长" * 4001}, now=AT), "duty_long"),
        (lambda: duty.sign(store, CLERK, number, name="黄", now=AT), "duty_sign_not_allowed"),
        (lambda: duty.sign(store, LI, number, name=" ", now=AT), "duty_name"),
        (lambda: duty.sign(store, LI, number, name="李", now=AT, version=1), "duty_changed"),
        (lambda: duty.tell(store, LI, number, way="phone", at=AT + 21 * MINUTE, **tell), "duty_future"),
        (lambda: duty.tell(store, LI, number, way="phone", at=AT - MINUTE, **tell), "duty_told_before"),
        (lambda: duty.tell(store, LI, number, way="writing", at=AT + 15 * MINUTE, **tell), "duty_told_unsigned"),
        (lambda: duty.tell(store, LI, number, way="pigeon", at=AT + 15 * MINUTE, **tell), "duty_way"),
        (lambda: duty.tell(store, WESTERN, number, way="phone", at=AT + 15 * MINUTE, **tell), "duty_unknown"),
        (lambda: duty.tell(store, LI, 99, way="phone", at=AT + 15 * MINUTE, **tell), "duty_unknown"),
    ]
    for act, code in refused:
        with pytest.raises(UserError, match=f"^{code}$"):
            act()
    with pytest.raises(NotAllowed):
        duty.draft(store, User(9, "x", "x", "leader", frozenset({duty.READ}), WHOLE), now=AT, alert=3)
    duty.edit(store, LI, number, bodies={"course": "  "}, now=AT, version=one)
    with pytest.raises(UserError, match="duty_empty") as empty:
        signed(store, number, at=AT + 11 * MINUTE)
    assert "性质和经过" in t("zh", "error.duty_empty", **empty.value.fields)
    duty.edit(store, LI, number, bodies={"course": "发热"}, now=AT)
    signed(store, number, at=AT + 12 * MINUTE)
    for late in (
        lambda: duty.edit(store, LI, number, bodies={}, now=AT),
        lambda: duty.withdraw(store, LI, number, now=AT),
    ):
        with pytest.raises(UserError, match="duty_signed"):
            late()
    assert duty.reports(store, NOBODY, now=AT).empty and duty.reports(store, WESTERN.scope, now=AT).empty
    assert duty.people_of(store, EAST, number, as_of=LAST_DAY).name.tolist() != duty.people_of(
        store, MASKED, number, as_of=LAST_DAY
    ).name.tolist()  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_documents_are_those_that_were_signed_whatever_the_template_becomes(store, lang):
    number = duty.draft(store, LI, now=AT + MINUTE, alert=1, language=lang)
    duty.edit(store, LI, number, bodies={"next": "一、流调 <&>\n二、采样"}, now=AT)
    draft = "".join(
        p.text
        for p in Document(io.BytesIO(duty.printed(store, WHOLE, number, form="docx", actor="li", now=AT))).paragraphs
    )
    assert t(lang, "duty_info.no_number") in draft and "<&>" in draft and "{{" not in draft
    signed(store, number, at=AT + 2 * MINUTE)
    before = duty.printed(store, WHOLE, number, form="docx", actor="li", now=AT)
    said = "\n".join(p.text for p in Document(io.BytesIO(before)).paragraphs)
    assert "甲指值初〔2026〕1号" in said and "李主任" in said and t(lang, "duty_info.empty.later") in said
    page = duty.printed(store, WHOLE, number, form="html", actor="li", now=AT).decode()
    assert "一、流调 &lt;&amp;&gt;<br>二、采样" in page and "{{" not in page

    own = Document(io.BytesIO(shipped_docx("duty", lang, "duty")))
    own.add_paragraph("本县格式")
    out = io.BytesIO()
    own.save(out)
    place_template(store, out.getvalue(), kind="duty", language=lang, file_name="我.docx", actor="t", at=AT)
    assert duty.printed(store, WHOLE, number, form="docx", actor="li", now=AT) == before
    later = duty.draft(store, LI, now=AT + 3 * MINUTE, alert=3, language=lang)
    assert "本县格式" in duty.printed(store, WHOLE, later, form="html", actor="li", now=AT).decode()
    wrong = Document(io.BytesIO(shipped_docx("duty", lang, "duty")))
    wrong.add_paragraph("{{姓名}}")
    out = io.BytesIO()
    wrong.save(out)
    with pytest.raises(UserError, match="paper_blank_unknown"):
        place_template(store, out.getvalue(), kind="duty", language=lang, file_name="我.docx", actor="t", at=AT)


def test_a_shift_hands_it_over_as_it_stood(store):
    first = duty.draft(store, LI, now=AT + 10 * MINUTE, alert=1)
    second = duty.draft(store, LI, now=AT + 10 * MINUTE, alert=3)
    signed(store, second, at=AT + 11 * MINUTE)
    number = make_handover(store, WHOLE, grid=1, actor="li", name="Li", at=AT + 30 * MINUTE)
    signed(store, first, at=AT + 40 * MINUTE)
    assert dict(zip(*duty.handed(store, WHOLE, number)[["report_id", "state"]].T.values.tolist(), strict=True)) == {
        first: "draft",
        second: "signed",
    }
    assert duty.handed(store, WESTERN.scope, number).report_id.tolist() == [second]
    assert len(handovers(store, WHOLE)) == 1


def test_a_changed_text_shows_against_the_audit(store):
    from core.duty.signing import digest

    number = duty.draft(store, LI, now=AT + MINUTE, alert=1)
    signed(store, number, at=AT + 2 * MINUTE)
    kept = json.loads(store.value("select fields from audit_entry where event = 'duty.signed'"))["digest"]
    assert digest(store.cursor(), number) == kept
    with store.write() as db:
        db.execute("update duty_part set body = 'x' where part = 'course'")
    assert digest(store.cursor(), number) != kept


def test_a_deadline_that_passes_is_said_once_to_receivers_outside(store):
    number = duty.draft(store, LI, now=AT + 10 * MINUTE, alert=1)
    in_time = duty.draft(store, LI, now=AT + 10 * MINUTE, alert=3)
    duty.tell(store, LI, in_time, unit="市委", way="phone", at=AT + 11 * MINUTE, name="黄", now=AT + 11 * MINUTE)
    assert [duty.note_late(store, now=AT + n * MINUTE) for n in (30, 31, 40)] == [0, 1, 0]
    duty.tell(store, LI, number, unit="市委", way="phone", at=AT + 41 * MINUTE, name="黄", now=AT + 41 * MINUTE)
    assert [duty.note_late(store, now=AT + n * MINUTE) for n in (45, 61, 90)] == [0, 2, 0]
    assert store.value("select count(*) from audit_entry where event = 'duty.late'") == 3
    assert waiting(store, WHOLE, at=AT)["duty"] == 2 and waiting(store, WESTERN.scope, at=AT)["duty"] == 1
