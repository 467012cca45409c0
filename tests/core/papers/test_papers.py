"""Papers: who may be handed which, numbers without gaps, the same print again, receipts and voids, the county's own templates."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from datetime import date, datetime, timedelta

import docx
import pytest

from core.domain import Scope
from core.errors import UserError
from core.notify.gather import _news
from core.papers.late import note_late_papers
from core.papers.make import make, standing
from core.papers.office import set_office
from core.papers.printing import print_papers
from core.papers.register import paper_counts, papers, receive, void
from core.papers.shipped import LANGUAGES, shipped, shipped_docx
from core.papers.templates import check_template, place_template, withdraw_template
from core.policy.papers import paper_kinds
from tests.county import EAST, LAST_DAY, MASKED, NOW, WHOLE, make_county

DAY = LAST_DAY
AT = {"on": DAY, "at": NOW, "actor": "test"}
# person, class, since, until, place of the phase
GOING = [
    (1, "home_quarantine", date(2026, 1, 22), date(2026, 2, 4), None),
    (2, "risk_stay_high", date(2026, 1, 25), date(2026, 2, 7), "home"),
    (3, "contact", date(2026, 1, 25), date(2026, 2, 7), "central"),
    (4, "key_attention", date(2026, 1, 1), None, None),
    (6, "home_quarantine", date(2026, 1, 10), DAY - timedelta(1), None),  # over today, the night has not judged it
    (31, "fever", date(2026, 1, 30), date(2026, 2, 1), None),
]
# person, class, since, until, ended_by
ENDED = [
    (5, "home_quarantine", date(2026, 1, 5), date(2026, 1, 18), "over"),
    (7, "home_quarantine", date(2026, 1, 5), date(2026, 1, 8), "withdrawn"),
    (8, "quarantined", date(2025, 10, 1), date(2025, 10, 14), "over"),
    (3, "home_quarantine", date(2026, 1, 5), date(2026, 1, 18), "over"),
    (31, "home_quarantine", date(2026, 1, 5), date(2026, 1, 18), "manual"),
    (32, "contact", date(2026, 1, 5), date(2026, 1, 18), "released"),
    (33, "home_quarantine", date(2026, 1, 5), date(2026, 1, 18), "over"),
]


@pytest.fixture
def county():
    store = make_county()
    with store.write() as db:
        for rank, (person, code, since, until, place) in enumerate(GOING, start=1):
            db.execute(
                "insert into person_class (person_id, class, rank, since, until, reason, policy_version, place) values (?, ?, ?, ?, ?, 'x', 'x', ?)",
                [person, code, rank, since, until, place],
            )
        for number, row in enumerate(ENDED, start=1):
            db.execute(
                "insert into class_history (stretch_id, person_id, class, since, until, ended_by, policy_version) values (?, ?, ?, ?, ?, ?, 'x')",
                [number, *row],
            )
        db.execute("update person set status = 'died', status_on = date '2026-01-20' where person_id = 33")
        db.execute("update person set name = '李<b>&小' where person_id = 1")
    return store


def may(store, kind: str, *people: int) -> list[str | None]:
    found = standing(store, WHOLE, kind, on=DAY, people=list(people)).set_index("person_id")
    return [None if found.refused.isna()[p] else found.refused[p] for p in people]


@pytest.mark.parametrize(
    ("kind", "people", "told"),
    [
        ("home_quarantine", (1, 2, 3, 4, 5, 6), [None, None, "paper_not_in", "paper_not_in", "paper_not_in", "paper_not_in"]),
        ("central_quarantine", (1, 3), ["paper_not_in", None]),
        # still a contact; withdrawn is no release; too long ago; died; his days are over today
        ("release", (5, 3, 7, 8, 33, 1, 6), [None, "paper_still", "paper_not_after", "paper_not_after", "paper_gone", "paper_not_after", None]),
        ("school", (5, 32, 3), [None, "paper_no_study", "paper_still"]),
        ("work", (5, 32, 31), ["paper_no_work", None, "paper_still"]),
        ("inquiry", (4, 40, 99), [None, "paper_not_any", "paper_person"]),
    ],
)  # fmt: skip
def test_only_where_it_is_true(county, kind, people, told):
    assert may(county, kind, *people) == told


def test_a_scope_reaches_its_own_people_alone(county):
    found = standing(county, EAST, "work", on=DAY, people=[32])
    assert list(found.refused) == ["paper_person"] and found.name.isna().all()
    with pytest.raises(UserError) as told:
        make(county, WHOLE, "work", on=DAY, at=NOW, actor="t", people=[32]) and print_papers(
            county, EAST, [1], form="docx", on=DAY, actor="t"
        )
    assert told.value.code == "paper_none"


def test_numbers_run_on_and_nobody_gets_two(county):
    def take(person: int) -> None:
        make(county, WHOLE, "home_quarantine", people=[person], **AT)

    threads = [threading.Thread(target=take, args=(p,)) for p in (1, 2, 1, 2)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    rows = county.run("select number, file_no from paper order by number").fetchall()
    assert rows == [(1, "甲指居告〔2026〕1号"), (2, "甲指居告〔2026〕2号")]
    done = make(county, WHOLE, "home_quarantine", person_class="home_quarantine", grid=2, **AT)
    assert (
        done.papers.empty
        and list(done.refused.refused) == ["paper_there"]
        and done.refused.file_no[0].startswith("甲指居告")
    )
    # of another kind they begin anew, of another year too; a void one keeps its number
    void(county, WHOLE, [1], reason="写错", actor="t", at=NOW)
    set_office(county, "home_quarantine", mark="甲疫告", issuer="甲县指挥部办公室", actor="t")
    again = make(county, WHOLE, "home_quarantine", people=[1, 2], **AT)
    assert list(again.papers.file_no) == ["甲疫告〔2026〕3号"]
    letter = {"at": NOW, "actor": "t", "people": [4], "asked": {"to": "某县", "matter": "旅居史"}}
    for day, number in ((DAY, "甲指协查〔2026〕1号"), (date(2027, 1, 2), "甲指协查〔2027〕1号")):
        made = make(county, WHOLE, "inquiry", on=day, **letter).papers
        assert list(made.file_no) == [number]
        void(county, WHOLE, made.paper_id.tolist(), reason="写错", actor="t", at=NOW)
    assert county.one("select count(*) from audit_entry where event = 'papers.made'")[0] == 5
    told = [f for (f,) in county.run("select fields from audit_entry where event like 'papers.%'").fetchall()]
    assert not any("小" in f or "写错" in f for f in told)


def test_a_print_again_is_the_same_paper(county):
    make(county, WHOLE, "home_quarantine", people=[1, 2], **AT)
    whole = print_papers(county, WHOLE, [1, 2], form="docx", on=DAY, actor="t")
    words = [p.text for p in docx.Document(io.BytesIO(whole)).paragraphs]
    assert "李<b>&小（证件号码：45012719510101001X）：" in words and words.count("居家医学观察告知书") == 2
    assert any("自2026年1月22日起至2026年2月4日止，在东镇东一村1组1号" in w for w in words)
    with county.write() as db:
        db.execute("update person set name = '改名' where person_id = 1")
    assert print_papers(county, WHOLE, [1, 2], form="docx", on=DAY, actor="t") == whole
    with zipfile.ZipFile(io.BytesIO(print_papers(county, WHOLE, [1, 2], form="zip", on=DAY, actor="t"))) as book:
        assert sorted(book.namelist()) == ["甲指居告〔2026〕1号.docx", "甲指居告〔2026〕2号.docx"]
        assert (
            docx.Document(io.BytesIO(book.read("甲指居告〔2026〕2号.docx"))).paragraphs[0].text == "居家医学观察告知书"
        )
    page = print_papers(county, WHOLE, [1, 2], form="html", on=DAY, actor="t").decode()
    assert "李&lt;b&gt;&amp;小" in page and "<b>&小" not in page and page.count("<section>") == 2
    assert county.one("select count(*) from audit_entry where event = 'papers.printed'")[0] == 4


def test_receipt_and_void(county):
    make(county, WHOLE, "home_quarantine", people=[1, 2], **AT)
    with pytest.raises(UserError) as told:
        receive(county, WHOLE, [1], by=None, on=DAY - timedelta(1), actor="t", at=NOW)
    assert told.value.code == "paper_receipt"
    assert receive(county, Scope((8,)), [1], by=None, on=DAY, actor="t", at=NOW) == 0
    assert receive(county, WHOLE, [1, 2], by="其母", on=DAY, actor="t", at=NOW) == 2
    assert receive(county, WHOLE, [1], by="别人", on=DAY, actor="t", at=NOW) == 0
    with pytest.raises(UserError):
        void(county, WHOLE, [2], reason=" ", actor="t", at=NOW)
    assert void(county, WHOLE, [2], reason="地址有误", actor="t", at=NOW) == 1
    with pytest.raises(UserError) as told:
        print_papers(county, WHOLE, [1, 2], form="zip", on=DAY, actor="t")
    assert told.value.code == "paper_void" and told.value.fields["number"].endswith("2号")
    found = papers(county, MASKED, at=NOW)
    assert list(found.state) == ["void", "received"] and found.name[1] == "李*****" and found.received_by[1] == "其母"
    assert set(paper_counts(county, WHOLE, at=NOW).itertuples(index=False, name=None)) == {
        ("home_quarantine", "void", 1),
        ("home_quarantine", "received", 1),
    }
    assert list(papers(county, WHOLE, at=NOW, text="〔2026〕1号").paper_id) == [1]


def test_a_paper_that_nobody_signed_for_goes_up_and_ends(county):
    """A notice ends with its stretch; a release, which is about one that is over, some weeks after it was made."""
    made = make(county, WHOLE, "home_quarantine", people=[1, 2], **AT).papers  # until 4 and 7 February
    free = make(county, WHOLE, "release", people=[5], **AT).papers
    first, second, third = int(made.paper_id[0]), int(made.paper_id[1]), int(free.paper_id[0])

    def stands(at, number):
        row = papers(county, WHOLE, at=at, owned=True).set_index("paper_id").loc[number]
        return row.state, row.owner_grid_id, row.owner_role

    hour = timedelta(hours=1)
    assert (
        stands(NOW + 23 * hour, first)[0] == "open" and papers(county, WHOLE, at=NOW).due_at.eq(NOW + 24 * hour).all()
    )
    seen = [stands(NOW + span * hour, first) for span in (23, 24, 48, 72)]
    assert [state for state, *_ in seen] == ["open", "late", "late", "late"]
    posts = [post for _, *post in seen]
    assert posts[0] != posts[1] and posts[-1][1] == "desk", (
        posts
    )  # one step up for each day, the last the county's desk
    over = datetime(2026, 2, 5)
    assert stands(over - hour, first)[0] == "late" and stands(over, first) == ("lapsed", None, None)
    assert stands(over, second)[0] == stands(over, third)[0] == "late"
    assert list(papers(county, WHOLE, at=over, state="late").paper_id) == [third, second]
    assert set(paper_counts(county, WHOLE, at=over, kind="home_quarantine").state) == {"lapsed", "late"}
    assert stands(datetime(2026, 3, 2, 23), third)[0] == "late" and stands(datetime(2026, 3, 3), third)[0] == "lapsed"
    receive(county, WHOLE, [first], by=None, on=over.date(), actor="t", at=over)  # whoever signs later has signed
    assert stands(over, first)[0] == "received"


def test_a_letter_says_to_whom_and_what(county):
    with pytest.raises(UserError) as told:
        make(county, WHOLE, "inquiry", people=[4], asked={"to": "武汉市江汉区指挥部"}, **AT)
    assert told.value.code == "paper_asks" and told.value.fields["blank"] == "matter"
    make(county, WHOLE, "inquiry", people=[4], asked={"to": "武汉市江汉区指挥部", "matter": "旅居史"}, **AT)
    said = json.loads(county.one("select told from paper")[0])
    assert said["to"] == "武汉市江汉区指挥部" and said["class_name"] == "重点关注" and "until" not in said


@pytest.mark.parametrize("kind", paper_kinds())
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shipped_has_all_blanks_it_needs(kind, language):
    ready = shipped(kind, language)
    assert not ready.unknown and set(paper_kinds()[kind].needs) <= set(ready.names)


def written(*lines: str, header: str = "") -> bytes:
    document = docx.Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for piece in line.split("|"):  # Word cuts names into pieces
            paragraph.add_run(piece)
    document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    out = io.BytesIO(shipped_docx("release", "zh"))
    with zipfile.ZipFile(out, "a") as book:
        book.writestr(name, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def test_papers_that_nobody_handed_over_are_said_once_to_receivers_outside(county):
    hour = timedelta(hours=1)
    first, second = (int(n) for n in make(county, WHOLE, "home_quarantine", people=[1, 2], **AT).papers.paper_id)
    third = int(make(county, WHOLE, "release", people=[5], **AT).papers.paper_id[0])
    receive(county, WHOLE, [first], by=None, on=DAY, actor="t", at=NOW + hour)
    assert [note_late_papers(county, now=NOW + n * hour) for n in (23, 24, 25, 47)] == [0, 2, 0, 0]
    with county.write() as db:
        db.execute(
            "insert into channel (channel_id, name, kind, url, language, grid_id, severity, per_minute, active, seen_alert, seen_entry, made_by, made_at)"
            " values (1, 'x', 'json', 'https://x', 'zh', 1, 'low', 20, true, 0, 0, 't', ?)",
            [NOW],
        )
    told = [one for one in _news(county.cursor(), 1) if one["code"] == "papers.late"]
    assert sum(one["count"] for one in told) == 2 and all(one["place"] for one in told)
    with county.write() as db:
        db.execute(
            "update audit_entry set event = 'papers.void' where event = 'papers.late'"
        )  # as if it had not been said
    assert note_late_papers(county, now=datetime(2026, 2, 20)) == 1, "the notice has lapsed, the release has not"
    assert second != third


OUTSIDE = b'<Relationships><Relationship Id="r1" Type="x/attachedTemplate" Target="http://x/y.dotm" TargetMode="External"/></Relationships>'
WHOLE_TEXT = "{{文号}}{{姓名}}{{开始日期}}{{解除日期}}"


@pytest.mark.parametrize(
    ("content", "code", "named"),
    [
        (b"", "file_empty", None),
        (b"not a document", "file_not_document", None),
        (b"PK\x03\x04broken", "file_unreadable", None),
        (b"PK\x05\x06" + bytes(18), "file_not_document", None),
        (with_part("word/vbaProject.bin", b"x"), "paper_docx_code", None),
        (with_part("word/_rels/settings.xml.rels", OUTSIDE), "paper_docx_code", None),
        (with_part("../../evil", b"x"), "file_hostile", None),
        (with_part("word/bomb.bin", bytes(200 << 20)), "file_hostile", None),
        (written(WHOLE_TEXT, "{{性名}}"), "paper_blank_unknown", ["{{性名}}"]),
        (written("{{文号}}", "{{姓|名}}"), "paper_blank_missing", ["{{开始日期}}", "{{解除日期}}"]),
        (written(WHOLE_TEXT, "{% for x in range(9999999999) %}{% endfor %}"), "paper_docx_plain", None),
        (written(WHOLE_TEXT, "{{ ''.__class__ }}"), "paper_docx_plain", None),
        (written(WHOLE_TEXT, "{{姓名"), "paper_docx_plain", None),
        (written(WHOLE_TEXT, header="{{姓名}}"), "paper_docx_edges", None),
    ],
)
def test_nothing_broken_is_taken(county, content, code, named):
    with pytest.raises(UserError) as told:
        place_template(county, content, kind="release", language="zh", file_name="我.docx", actor="t", at=NOW)
    assert told.value.code == code and (named is None or told.value.fields["blanks"] == named)
    assert county.one("select count(*) from paper_template")[0] == 0


def test_the_countys_own_template(county):
    before = make(county, WHOLE, "release", people=[5], **AT)
    own = written("本县{{文|号}}", "{{ name }}于{{released_on}}解除（{{开始日期}}）")
    place_template(county, own, kind="release", language="zh", file_name="我.docx", actor="t", at=NOW)
    after = make(county, WHOLE, "release", people=[32], **AT)
    ids = [*before.papers.paper_id, *after.papers.paper_id]
    with pytest.raises(UserError) as told:
        print_papers(county, WHOLE, ids, form="docx", on=DAY, actor="t")
    assert told.value.code == "paper_mixed"
    page = print_papers(county, WHOLE, ids, form="html", on=DAY, actor="t").decode()
    assert (
        "解除医学观察通知书" in page
        and "张小三于2026年1月19日解除（2026年1月5日）" in page
        and "本县甲指解〔2026〕2号" in page
    )
    withdraw_template(county, kind="release", language="zh", actor="t", at=NOW)
    made = make(county, WHOLE, "release", people=[6], **AT)
    assert (
        "本县"
        not in print_papers(county, WHOLE, made.papers.paper_id.tolist(), form="html", on=DAY, actor="t").decode()
    )
    assert "本县甲指解〔2026〕2号" in print_papers(county, WHOLE, [2], form="html", on=DAY, actor="t").decode()


def test_what_is_downloaded_can_be_placed_again(county):
    ready = check_template(shipped("release", "zh").docx, "release", "zh", "x.docx", county)
    assert check_template(ready.docx, "release", "zh", "x.docx", county).names == ready.names
