"""Which column is which field: sure ones are read, doubtful ones asked, sensitive ones never stored; answers are remembered."""

from __future__ import annotations

import pytest

from core.errors import UserError
from core.i18n import t
from core.ingest.meaning import evidence
from core.ingest.meaning.answers import Answers, find_saved, fingerprint, forget_mapping, save_mapping, saved_mappings
from core.ingest.meaning.columns import kinds
from core.ingest.meaning.header_text import normal_header
from core.ingest.meaning.mapping import sensitive
from core.ingest.plan import discard, prepare, remap
from core.ingest.storing import commit
from core.settings import load_settings
from core.store import open_store
from tests.core.ingest.files import REAL, counts, id_number, workbook
from tests.county import NOW, WHOLE, make_county

G = "990101100001001"
NAMES = ["韦一", "覃二妹", "黄三", "李四", "陆五", "张六"]
IDS = [id_number(n) for n in range(1, 7)]
PHONES = [f"1370000000{n}" for n in range(1, 7)]


@pytest.fixture
def county():
    return make_county()


def planned(county, tmp_path, columns: dict[str, list], answers=None, name="名单.xlsx", **options):
    """A plan of a workbook with these columns."""
    rows = [list(columns), *[list(row) for row in zip(*columns.values(), strict=True)]]
    answers = {"甲": answers} if answers else None
    return prepare(county, WHOLE, workbook(tmp_path / name, {"甲": rows}), answers=answers, now=NOW, **options)


def column(plan, header: str):
    return next(c for c in plan.sheets[0].columns if c.header == header)


def test_known_headers_are_sure_and_nothing_is_asked(county, tmp_path):
    plan = planned(county, tmp_path, {"姓名": NAMES, "身份证号": IDS, "联系电话": PHONES, "网格编码": [G] * 6})
    assert plan.sheets[0].asked == []
    assert all(c.confidence >= 0.9 for c in plan.sheets[0].columns)
    assert plan.sheets[0].counts["new"] == 6


@pytest.mark.parametrize("kind", ["auto", "people"])
def test_foreign_headers_are_proposed_by_their_values_and_stored_only_after_an_answer(county, tmp_path, kind):
    given = {"XM": NAMES, "SFZH": IDS, "LXDH": PHONES, "WG": [G] * 6}
    plan = planned(county, tmp_path, given, kind=kind)
    part = plan.sheets[0]
    assert {c.header: c.field for c in part.asked} == {"XM": "name", "SFZH": "id_number", "LXDH": "phone", "WG": "grid"}
    assert {c.why for c in part.asked} == {"values"}
    with pytest.raises(UserError, match="columns_doubtful"):
        commit(county, plan, actor="t", now=NOW)
    assert county.value("select count(*) from person") == 40
    remap(plan, {"甲": Answers(columns={c.header: None for c in part.asked})})
    with pytest.raises(UserError) as lacking:
        commit(county, plan, actor="t", now=NOW)
    assert lacking.value.code == "columns_unknown" and "姓名 (Name)" in lacking.value.fields["wanted"]
    remap(plan, {"甲": Answers(columns={c.header: c.field for c in part.asked})})
    assert plan.sheets[0].asked == []
    assert counts(commit(county, plan, actor="t", now=NOW)) == (6, 6, 0, 0, 0)
    assert county.value("select phone from person where id_number = $id", id=IDS[2]) == PHONES[2]


@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind != "outlines"])
def test_a_header_that_says_nothing_is_told_and_what_is_needed(county, tmp_path, kind):
    """Of cases and contacts, which need one column or another, it was once told that there were no rows."""
    (tmp_path / "甲.csv").write_text("foo,bar\n张三,1\n李四,2\n", "utf-8")
    plan = prepare(county, WHOLE, tmp_path / "甲.csv", kind=kind, now=NOW)
    with pytest.raises(UserError) as told:
        commit(county, plan, actor="t", now=NOW)
    assert told.value.code == "columns_unknown" and told.value.fields["wanted"]
    assert "[" not in t("zh", "error.columns_unknown", **told.value.fields)


def test_values_that_contradict_the_header_are_asked(county, tmp_path):
    plan = planned(county, tmp_path, {"姓名": NAMES, "网格编码": [G] * 6, "联系电话": IDS, "证件号码": PHONES})
    assert {c.header: c.why for c in plan.sheets[0].asked} == {"联系电话": "contradicted", "证件号码": "contradicted"}
    swapped = {"联系电话": "id_number", "证件号码": "phone"}
    remap(plan, {"甲": Answers(columns=swapped)})
    assert plan.sheets[0].counts["new"] == 6
    assert plan.sheets[0].mapping == {"姓名": "name", "网格编码": "grid"} | swapped


def test_somebody_elses_columns_are_not_taken_for_the_persons(county, tmp_path):
    given = {"姓名": NAMES, "网格编码": [G] * 6, "身份证号": IDS, "家长电话": PHONES, "紧急联系人手机": PHONES}
    plan = planned(county, tmp_path, given)
    assert set(plan.sheets[0].mapping.values()) == {"name", "grid", "id_number"}
    assert plan.sheets[0].asked == []


def test_two_columns_for_one_field_are_a_question_unless_the_values_decide(county, tmp_path):
    rest = {"姓名": NAMES, "网格编码": [G] * 6}
    plan = planned(county, tmp_path, rest | {"手机号码": PHONES, "联系电话": PHONES[::-1]})
    assert [(c.field, c.why) for c in plan.sheets[0].asked] == [("phone", "contested")]
    plan = planned(county, tmp_path, rest | {"联系电话": ["无"] * 6, "手机号码": PHONES}, name="乙.xlsx")
    assert plan.sheets[0].mapping["手机号码"] == "phone"
    assert plan.sheets[0].asked == []
    assert column(plan, "联系电话").why == "contested"


def test_the_same_header_twice_keeps_both_columns_apart(county, tmp_path):
    book = workbook(
        tmp_path / "a.xlsx", {"甲": [["姓名", "身份证号", "网格编码", "备注", "备注"], ["韦一", IDS[0], G, "甲", "乙"]]}
    )
    plan = prepare(county, WHOLE, book, now=NOW)
    assert [c.header for c in plan.sheets[0].columns][-2:] == ["备注", "备注 #2"]


def test_header_that_holds_a_synonym(county, tmp_path):
    plan = planned(
        county, tmp_path, {"姓名": NAMES, "网格编码": [G] * 6, "本人手机号码": PHONES, "现在详细住址": ["1号"] * 6}
    )
    assert column(plan, "本人手机号码").why == "part"
    assert not column(plan, "本人手机号码").asked, "the values bear it out"
    assert column(plan, "现在详细住址").asked, "nothing but the header speaks for it"


@pytest.mark.parametrize(
    ("header", "category"),
    [
        ("民族", "ethnicity"), ("宗教信仰", "religion"), ("政治面貌", "politics"), ("是否党员", "politics"), ("人脸照片", "biometrics"),
        ("Fingerprint ID", "biometrics"), ("征信情况", "credit"), ("登录密码", "passwords"), ("Password", "passwords"),
        ("姓名", None), ("住址", None), ("surface", None), ("国籍", None),
    ],
)  # fmt: skip
def test_sensitive_headers(header, category):
    assert sensitive(header) == category


def test_sensitive_columns_are_named_and_never_stored(tmp_path):
    store = open_store(load_settings(db=str(tmp_path / "s.duckdb"), encrypt=False))
    with store.write() as db:
        db.execute(
            "insert into grid (grid_id, code, name, axis, level, updated_at) values (1, $1, '东一村1组', 'area', 'section', $2)",
            [G, NOW],
        )
        db.execute("insert into grid_tree values (0, 1), (1, 1)")
    given = {"姓名": NAMES, "身份证号": IDS, "网格编码": [G] * 6, "民族": ["壮族"] * 6, "备注": ["汉族", "瑶族"] * 3}
    answers = Answers(columns={"民族": "address"})  # not even when asked for
    plan = planned(store, tmp_path, given, answers=answers)
    assert plan.sheets[0].sensitive == {"民族": "ethnicity", "备注": "ethnicity"}
    assert "民族" not in plan.sheets[0].mapping
    commit(store, plan, actor="t", now=NOW)
    assert store.value("select count(*) from person where contains(coalesce(address, ''), '族')") == 0
    assert not list((tmp_path).rglob("originals/*.enc")) and not list(tmp_path.glob("originals/*"))
    store.close()
    assert "壮族".encode() not in (tmp_path / "s.duckdb").read_bytes()


def test_unit_codes_are_not_mistaken_for_credit(county, tmp_path):
    given = {"统一社会信用代码": ["91450127A"], "单位名称": ["糖厂"], "单位类型": ["企业"], "所在网格": ["东一村"]}
    plan = planned(county, tmp_path, given)
    assert plan.sheets[0].sensitive == {}
    assert plan.sheets[0].mapping["统一社会信用代码"] == "code"


def test_fixed_values_stand_for_missing_columns(county, tmp_path):
    plan = planned(county, tmp_path, {"姓名": NAMES, "身份证号": IDS})
    assert plan.sheets[0].counts["rejected"] == 6
    remap(plan, {"甲": Answers(fixed={"grid": G})})
    assert plan.sheets[0].counts["new"] == 6
    commit(county, plan, actor="t", now=NOW)
    assert county.value("select home_grid_id from person where id_number = $id", id=IDS[0]) == 4


def test_check_ins_of_one_gate_need_no_grid_column(county, tmp_path):
    given = {"身份证号": IDS, "通行时间": ["2026-01-31 08:00:00"] * 6, "方向": ["进"] * 6}
    plan = planned(county, tmp_path, given)
    assert (plan.sheets[0].kind, plan.sheets[0].counts["rejected"]) == ("check_ins", 6)
    remap(plan, {"甲": Answers(fixed={"grid": "U001"})})
    assert plan.sheets[0].counts["new"] == 6


def test_written_values_get_the_meaning_that_the_clerk_gives_them(county, tmp_path):
    given = {
        "姓名": NAMES,
        "身份证号": IDS,
        "网格": ["本村"] * 5 + ["别处"],
        "人员类别": ["红码", "红码", "低保户", "常住", "常住", "常住"],
    }
    plan = planned(county, tmp_path, given)
    assert plan.sheets[0].counts["rejected"] == 6
    values = {"grid": {"本村": G}, "attention": {"红码": "重点关注", "低保户": ""}}
    remap(plan, {"甲": Answers(values=values)})
    assert (plan.sheets[0].counts["new"], plan.sheets[0].counts["rejected"]) == (5, 1)
    assert "attention_unknown" not in set(plan.sheets[0].issues["code"])
    commit(county, plan, actor="t", now=NOW)
    assert (
        county.df("select attention from person where batch_id is not null and attention is not null")[
            "attention"
        ].tolist()
        == ["key_attention"] * 2
    )


def test_the_meaning_of_a_village_holds_beside_its_township_only(county, tmp_path):
    given = {"姓名": NAMES, "身份证号": IDS, "乡镇": ["东镇", "西镇", None] * 2, "村": ["老村"] * 6}
    plan = planned(county, tmp_path, given, answers=Answers(values={"grid": {"老村@东镇": G, "老村": "990101101001"}}))
    assert (plan.sheets[0].counts["new"], plan.sheets[0].counts["rejected"]) == (4, 2)
    commit(county, plan, actor="t", now=NOW)
    homes = county.df("select home_grid_id from person where person_id > 40 order by person_id")[
        "home_grid_id"
    ].tolist()
    assert homes == [4, 9, 4, 9]


def test_a_saved_mapping_is_used_without_asking_for_any_order_of_the_columns(county, tmp_path):
    plan = planned(county, tmp_path, {"XM": NAMES, "SFZH": IDS, "备考": ["x"] * 6})
    answers = Answers(kind="people", columns={"XM": "name", "SFZH": "id_number", "备考": None}, fixed={"grid": G})
    save_mapping(county, WHOLE, plan.sheets[0].fingerprint, answers, name=" 派出所 名单 ", actor="clerk", now=NOW)
    discard(plan)
    later = planned(county, tmp_path, {"SFZH": IDS, "备考": ["y"] * 6, " xm* ": NAMES}, name="乙.xlsx")
    assert later.sheets[0].answers.saved == "派出所 名单"
    assert (later.sheets[0].asked, later.sheets[0].counts["new"]) == ([], 6)
    listed = saved_mappings(county)
    assert listed[["name", "kind", "columns", "saved_by"]].values.tolist() == [["派出所 名单", "people", 3, "clerk"]]
    plain = planned(
        county, tmp_path, {"SFZH": IDS, "备考": ["y"] * 6, "XM": NAMES}, answers=Answers(kind="people"), name="丙.xlsx"
    )
    assert plain.sheets[0].asked, "answers given by hand go before saved ones"
    forget_mapping(county, WHOLE, int(listed["mapping_id"].iloc[0]), actor="clerk")
    assert find_saved(county, later.sheets[0].fingerprint) is None
    events = county.df("select event from audit_entry where event like 'mapping.%' order by entry_id")["event"].tolist()
    assert events == ["mapping.saved", "mapping.forgotten"]


def test_a_mapping_needs_a_name(county):
    for name in ("", "  ", "长" * 61):
        with pytest.raises(UserError, match="mapping_name"):
            save_mapping(county, WHOLE, fingerprint(["a"]), Answers(kind="people"), name=name, actor="t", now=NOW)


@pytest.mark.skipif(not REAL.exists(), reason="the shared spreadsheets are not here")
def test_the_pupil_of_a_contact_list_is_a_question(county):
    plan = prepare(county, WHOLE, REAL / "spreadsheets/easypoi_groupName_GnEntity.xlsx", now=NOW)
    part = plan.sheets[0]
    assert part.mapping["姓名"] == "name"
    assert {c.header: c.why for c in part.asked if c.why == "other_person"}


@pytest.mark.skipif(not REAL.exists(), reason="the shared spreadsheets are not here")
def test_pupils_under_one_heading_are_whom_the_rows_are_about(county):
    plan = prepare(county, WHOLE, REAL / "spreadsheets/easypoi_checkTwo.xls", now=NOW)
    assert {"name", "sex", "birth_date"} <= set(plan.sheets[0].mapping.values())


@pytest.mark.parametrize("header", ["村/社区 Village", "村\nVillage", "6.村", "（6）村", "⑥村", "所在村屯", "所属村屯"])
def test_headers_in_two_languages_and_with_numbers(county, tmp_path, header):
    plan = planned(county, tmp_path, {"2.姓名": NAMES, "3.身份证号 ID No.": IDS, header: ["东镇东一村1组"] * 6})
    assert (plan.sheets[0].asked, plan.sheets[0].counts["new"]) == ([], 6)


def test_the_usual_name_of_a_village_speaks_for_a_column(county, tmp_path):
    with county.write() as db:
        db.execute("update grid set name = '东一村委会' where grid_id = 3")
    plan = planned(county, tmp_path, {"姓名": NAMES, "身份证号": IDS, "住哪": ["东镇东一村"] * 6})
    assert {c.header: c.field for c in plan.sheets[0].asked} == {"住哪": "grid"}


def test_figures_alone_speak_for_no_sex(county, tmp_path):
    plan = planned(county, tmp_path, {"姓名": NAMES, "身份证号": IDS, "网格": [G] * 6, "件数": [1, 2, 1, 1, 2, 1]})
    assert plan.sheets[0].asked == []


def test_a_list_of_householders_is_asked_about(county, tmp_path):
    given = {"户主姓名": NAMES, "户主身份证号": IDS, "户主电话": PHONES, "家庭人口": [3] * 6, "网格": [G] * 6}
    plan = planned(county, tmp_path, given)
    asked = {c.header: c.field for c in plan.sheets[0].asked}
    assert asked == {"户主姓名": "name", "户主身份证号": "id_number", "户主电话": "phone"}
    remap(plan, {"甲": Answers(columns=asked)})
    assert plan.sheets[0].counts["new"] == 6


@pytest.mark.parametrize("labels", [("成员1姓名", "成员2姓名"), ("家庭成员一姓名", "家庭成员二姓名")])
def test_members_in_columns_are_refused_unless_somebody_else_is_named(county, tmp_path, labels):
    given = {"户主姓名": NAMES, "身份证号": IDS, "网格": [G] * 6, **dict.fromkeys(labels, NAMES)}
    with pytest.raises(UserError, match="members_in_columns"):
        planned(county, tmp_path, given)
    plan = planned(county, tmp_path, {"姓名": NAMES, **given}, name="二.xlsx")
    assert plan.sheets[0].counts["new"] == 6


def test_each_cell_of_a_sample_is_made_comparable_once(monkeypatch):
    """A list of villages took a second for it: each cell anew for each word that it might hold."""
    made = []
    monkeypatch.setattr(evidence, "normal_header", lambda text: made.append(text) or normal_header(text))
    seen = evidence.judge(["已迁往 南宁", "死 亡", "在册", "村民"])
    assert seen.shares["ending"] == 0.5 and seen.shares["status"] == 0.75
    assert made == ["已迁往 南宁", "死 亡", "在册", "村民"]


OF_CASES = {"病例编号": "HX-{n}", "姓名": "韦{c}", "发病日期": "2020-02-0{n}", "确诊日期": "2020-02-1{n}"}
OF_CONTACTS = {"姓名": "韦{c}", "关联病例": "HX-{n}", "最后接触日期": "2020-02-0{n}"}
OF_STAYS = {"姓名": "韦{c}", "联系电话": "1370000000{n}", "隔离开始日期": "2020-02-0{n}"}
OF_TESTS = {"姓名": "韦{c}", "采样时间": "2020-02-0{n} 08:00", "结果": "阴性"}


@pytest.mark.parametrize(
    ("kind", "rest", "header", "written", "field"),
    [
        ("cases", OF_CASES, "类型", ["确诊", "无症状", "看不懂"], "kind"),
        ("cases", OF_CASES, "状态", ["出院", "治疗中", "看不懂"], "outcome"),
        ("cases", OF_CASES | {"年龄": "3"}, "年龄单位", ["岁", "月", "看不懂"], "age_unit"),
        ("contacts", OF_CONTACTS, "关系", ["同桌", "看不懂"], "relation"),
        ("contacts", OF_CONTACTS, "类别", ["次密接", "看不懂"], "kind"),
        ("contacts", OF_CONTACTS, "方式", ["居家", "看不懂"], "place"),
        ("quarantine", OF_STAYS, "方式", ["集中", "居家", "看不懂"], "place"),
        ("tests", OF_TESTS, "类型", ["抗原", "看不懂"], "method"),
    ],
)
def test_a_bare_word_is_read_by_its_values_and_an_unknown_one_is_told_of_its_row(
    county, tmp_path, kind, rest, header, written, field
):
    columns = {
        name: [text.format(n=n, c="一二三"[n - 1]) for n in range(1, len(written) + 1)] for name, text in rest.items()
    }
    plan = planned(county, tmp_path, columns | {header: written})
    (sheet,) = plan.sheets
    assert (sheet.kind, sheet.mapping[header], sheet.unmapped) == (kind, field, [])
    told = sheet.issues[sheet.issues.code.str.endswith("_unknown") & (sheet.issues.code != "person_unknown")]
    assert (told.row.tolist(), told.column.tolist()) == ([len(written) + 1], [header])


def test_a_bare_word_whose_values_say_nothing_is_asked(county, tmp_path):
    columns = {name: [text.format(n=n, c="一二三"[n - 1]) for n in (1, 2, 3)] for name, text in OF_CONTACTS.items()}
    plan = planned(county, tmp_path, columns | {"关系": ["甲种", "乙种", "丙种"]})
    asked = column(plan, "关系")
    assert (asked.field, asked.why, asked.asked) == ("relation", "maybe", True)


def test_a_bare_word_speaks_for_no_kind(county, tmp_path):
    """A roster of households has 关系 too, and any list of people 开始日期."""
    columns = {
        "姓名": NAMES,
        "身份证号": IDS,
        "关系": ["户主", "配偶", "长子", "户主", "配偶", "长女"],
        "网格": [G] * 6,
    }
    assert planned(county, tmp_path, columns).sheets[0].kind == "people"
    columns = {"姓名": NAMES, "身份证号": IDS, "网格": [G] * 6, "开始日期": ["2020-02-01"] * 6}
    assert planned(county, tmp_path, columns).sheets[0].kind == "people"


def test_a_list_of_a_danger_zone_says_what_threatens_and_who_will_not_go(county, tmp_path):
    columns = {"姓名": NAMES[:2], "身份证号": IDS[:2], "网格编码": [G] * 2, "危险区名称": ["一号"] * 2}
    plan = planned(county, tmp_path, columns | {"危险区类型": ["山洪", "滑坡"], "转移情况": ["不肯走", "已转移"]})
    (sheet,) = plan.sheets
    assert (sheet.mapping["危险区类型"], sheet.mapping["转移情况"], sheet.unmapped) == (
        "fact_danger_kind",
        "fact_evacuation",
        [],
    )
    assert not sheet.issues.code.str.contains("unknown").any()
