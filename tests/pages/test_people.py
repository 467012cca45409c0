"""The people page: what is found, what opens, what stays masked, what the address keeps."""

from __future__ import annotations

import pytest

from core.i18n import t
from core.registry import lookups
from pages.ui.shared.charts import escape
from tests.county import MASKED, empty_store, make_county
from tests.pages.conftest import assert_fine, prepared_county


def listed(page) -> list[str]:
    return list(page.dataframe[0].value["name"])


def texts(page) -> str:
    parts = [*page.markdown, *page.caption, *page.title, *page.info, *page.warning, *page.get("html")]
    return "\n".join(str(getattr(p, "value", "") or getattr(p.proto, "body", "")) for p in parts)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("role", ["command", "clerk", "officer", "admin"])
def test_the_list_shows_who_is_registered(open_page, county, role, lang):
    page = open_page("people", role=role, lang=lang)
    assert_fine(page)
    people = county.value("select count(*) from person where registered")
    assert len(page.dataframe[0].value) == people
    assert (f"共 {people} 人" if lang == "zh" else f"{people} people") in texts(page)


def test_leaders_are_told_that_the_page_is_not_theirs(open_page):
    page = open_page("people", role="leader", person="1")
    assert_fine(page)
    assert page.warning
    assert not page.title
    assert not page.dataframe


def test_phones_and_id_numbers_are_masked(open_page, county):
    shown = open_page("people").dataframe[0].value.astype(str).to_csv()
    for phone, number in county.run("select phone, id_number from person").fetchall():
        assert phone not in shown
        assert number not in shown


def test_the_address_filters(open_page, county):
    page = open_page("people", q="wx", grid="990101100")
    assert_fine(page)
    want = county.value("select count(*) from person where initials = 'wx' and home_grid_id in (4, 5, 7)")
    assert len(page.dataframe[0].value) == want
    assert page.text_input(key="people_q").value == "wx"


def test_typing_puts_the_search_into_the_address(open_page):
    page = open_page("people")
    page.text_input(key="people_q").set_value("张小三").run()
    assert_fine(page)
    assert page.query_params["q"] in ("张小三", ["张小三"])


def test_a_unit_finds_those_assigned_below_it(open_page):
    page = open_page("people", unit="U001")
    assert len(listed(page)) == 5


def test_nobody_found_says_so(open_page):
    page = open_page("people", q="没有这个人")
    assert_fine(page)
    assert not page.dataframe
    assert "没有符合条件" in page.info[-1].value


def test_an_empty_store_points_to_the_import(open_page):
    page = open_page("people", store=empty_store())
    assert_fine(page)
    assert "花名册" in texts(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_person_opens_from_the_address(open_page, county, lang):
    page = open_page("people", person="1", lang=lang, days="30")
    assert_fine(page)
    assert page.title[0].value == county.value("select name from person where person_id = 1")
    scans = county.value("select count(*) from check_in where person_id = 1")
    assert f"{scans} 次" in texts(page) or f"{scans} check-ins" in texts(page)
    assert "139****0001" in texts(page)
    assert "13900000001" not in texts(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_person_s_number_in_the_unit_stands_beside_it(open_page, tmp_path, monkeypatch, lang):
    store = make_county()
    monkeypatch.setattr(type(store.settings), "folder", property(lambda self: tmp_path))
    store.run("update membership set unit_no = '20200001' where person_id = 1 and kind = 'study'")
    page = open_page("people", person="1", lang=lang, days="30", store=store)
    assert_fine(page)
    assert t(lang, "person.unit_no", number=escape("2*******")) in texts(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_class_with_phases_stands_beside_one_without(open_page, lang):
    store = make_county()
    with store.write() as db:
        db.execute("""insert into person_class by name
          select 1 as person_id, 'contact' as class, 1 as rank, date '2026-01-20' as since, date '2026-02-10' as until, 'contact' as reason, '{}' as fields,
            'epidemic@8' as policy_version, 1 as phase, 'central' as place, date '2026-02-02' as phase_until
          union all by name
          select 1 as person_id, 'key_attention' as class, 2 as rank, date '2026-01-20' as since, 'attention' as reason, '{}' as fields, 'epidemic@8' as policy_version""")
    page = open_page("people", person="1", lang=lang, store=store)
    assert_fine(page)
    assert texts(page).count(t(lang, "class_place.central")) == 1


def test_a_foreign_person_is_the_same_as_an_unknown_one(open_page):
    foreign = open_page("people", grids=(2,), person="31")
    unknown = open_page("people", grids=(2,), person="999999")
    assert_fine(foreign)
    assert foreign.warning[0].value == unknown.warning[0].value
    assert not foreign.title
    assert not foreign.dataframe


def test_a_foreign_unit_filters_nothing_in(open_page):
    page = open_page("people", grids=(2,), unit="U002")
    assert_fine(page)
    assert len(page.dataframe[0].value) == 30  # the unit of another township is no choice here


@pytest.mark.parametrize("number", ["x", "-1", "1 or 1=1", "9" * 30])
def test_a_broken_link_is_said_to_be_unknown(open_page, number):
    page = open_page("people", person=number)
    assert_fine(page)
    assert page.warning


def test_opening_a_person_is_audited_once_an_hour(open_page):
    store = prepared()
    page = open_page("people", store=store, person="2")
    page.run()
    entries = store.run("select actor, fields from audit_entry where event = 'person.viewed'").fetchall()
    assert set(entries) == {("command-0", '{"person": 2, "place": "people"}')}


def test_the_way_back_keeps_the_filters(open_page):
    page = open_page("people", person="3", q="wx")
    page.button(key="person_back").click().run()
    assert "person" not in page.query_params
    assert page.text_input(key="people_q").value == "wx"


def prepared():
    from core.rollup import roll_up

    store = make_county()
    roll_up(store, days=None, actor="test")
    return store


def test_masked_names_stay_masked():
    from core.registry.people import search

    assert search(prepared(), MASKED, text="王小").name.str.match(r"王\*+").all()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_visitors_are_listed_with_place_and_day_of_their_first_scan(open_page, tmp_path, monkeypatch, lang):
    store = prepared_county()
    monkeypatch.setattr(type(store.settings), "folder", property(lambda self: tmp_path))
    rows = (
        "联系电话,姓名,网格编码,扫码时间,方向\n"
        "13911112222,过路人,990101100001001,2026-02-03 08:00:00,进\n13911112222,过路人,990101100001001,2026-02-02 08:00:00,进\n"
    )
    page = open_page("imports", role="clerk", lang=lang, store=store)
    page.file_uploader[0].upload("扫码.csv", rows.encode(), "text/csv").run()
    page.button(key="commit").click().run()
    page.session_state["import_job"]._thread.join(60)
    page.run()
    assert t(lang, "imports.visitors_one") in [link.proto.label for link in page.get("page_link")]

    people = open_page("people", role="clerk", lang=lang, store=store, state="visitor")
    listed = people.dataframe[0].value
    assert listed.first_seen.astype(str).str[:10].tolist() == ["2026-02-02"]
    assert listed.place.str.contains("一" if lang == "zh" else "Dongyi").all() and listed.township.notna().all()
    everybody = open_page("people", role="clerk", lang=lang, store=store, state="all")
    usual = open_page("people", role="clerk", lang=lang, store=store)
    assert len(everybody.dataframe[0].value) == len(usual.dataframe[0].value) + 1


@pytest.mark.parametrize(("lang", "words"), [("zh", "为什么不是其他类别"), ("en", "Why not others")])
def test_every_class_says_why_or_why_not(open_page, lang, words):
    page = open_page("people", role="command", lang=lang, person="1")
    assert_fine(page)
    (section,) = [e for e in page.expander if words in e.label]
    said = "\n".join(part.proto.body for part in section.get("html"))
    assert ("没有“返乡到达”的记录" if lang == "zh" else "Nothing is known of this: Arrival") in said
    assert "why." not in said


def test_numbers_that_are_nobodys_are_counted_and_then_not_looked_for(open_page, monkeypatch):
    monkeypatch.setattr(lookups, "MOST", 2)
    county = prepared_county()
    words = "暂停按号码查找"
    for number, told in (("13911111111", False), ("13911111111", False), ("13911111112", False), ("13900000001", True)):
        page = open_page("people", role="officer", grids=(2,), store=county, q=number)
        assert not page.exception
        assert any(words in each.value for each in page.warning) == told, number
    assert "13900000001" not in str(page.query_params)
    assert county.value("select count(*) from audit_entry where event = 'person.not_found'") == 2
