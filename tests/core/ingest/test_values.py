"""Values in the many ways in which rosters write them; an unknown word is asked, never guessed. And what is shown for the asking."""

from __future__ import annotations

import pytest

from core.ingest.meaning.columns import kinds, values
from core.ingest.meaning.header_text import normal_header
from core.ingest.plan import discard, prepare
from core.ingest.written import COLUMNS, written_values
from tests.core.ingest.files import CHECK_INS, id_number, store_file, workbook
from tests.county import EAST, NOW, WHOLE, make_county

G = "990101100001001"


@pytest.fixture
def county():
    return make_county()


@pytest.mark.parametrize(
    ("texts", "meant"),
    [
        (["男", "男性", "M", "Male", "1", "MAN", "男生", "１"], "male"),
        (["女", "女性", "F", "female", "2", "WOMAN", "女士", " 女 "], "female"),
        (["0", "9", "未说明", "中"], None),
    ],
)
def test_sexes(county, tmp_path, texts, meant):
    rows = [["姓名", "网格编码", "联系电话", "性别"]] + [
        [f"韦{chr(0x4E00 + n)}", G, f"1370000{n:04d}", t] for n, t in enumerate(texts)
    ]
    report = store_file(county, workbook(tmp_path / "f.xlsx", {"表": rows}))
    assert {i["code"] for i in report["sheets"][0]["issues"]} == (set() if meant else {"sex_unknown"})
    assert county.run("select distinct sex from person where person_id > 40").fetchall() == [(meant,)]


def test_yes_and_no():
    yes_no = values()["yes_no"]
    for text in ("是", "有", "√", "✓", "Y", "yes", "1", "TRUE", "T"):
        assert yes_no[normal_header(text)] == "yes", text
    for text in ("否", "无", "没有", "×", "N", "no", "0", "FALSE", "F", "無"):
        assert yes_no[normal_header(text)] == "no", text


def attention(county, tmp_path, cells: dict, before: str | None = None) -> tuple:
    """What is stored for one person who had `before`, and the codes of the findings."""
    with county.write() as db:
        db.execute("update person set attention = ?, id_number = ? where person_id = 3", [before, id_number(1)])
    name = county.value("select name from person where person_id = 3")
    path = workbook(
        tmp_path / "f.xlsx", {"表": [["姓名", "身份证号", "网格", *cells], [name, id_number(1), G, *cells.values()]]}
    )
    report = store_file(county, path)
    return county.value("select attention from person where person_id = 3"), {
        i["code"] for i in report["sheets"][0]["issues"]
    }


@pytest.mark.parametrize(
    ("cells", "before", "after"),
    [
        ({"是否重点人员": "是"}, None, "key_attention"),
        ({"是否返乡": "√"}, None, "returnee"),
        ({"是否居家隔离": "Y"}, None, "home_quarantine"),
        ({"是否返乡": "是", "是否重点人员": "是"}, None, "key_attention"),
        ({"是否返乡": "是", "是否居家隔离": "1", "是否重点人员": "是"}, None, "home_quarantine"),
        ({"人员类别": "返乡人员", "是否重点人员": "是"}, None, "key_attention"),
        ({"人员类别": "常住", "是否返乡": "是"}, None, "returnee"),
        ({"人员类别": "常住", "是否返乡": "否"}, "key_attention", None),
        ({"是否返乡": "否"}, "returnee", None),
        ({"是否返乡": "否"}, "key_attention", "key_attention"),
        ({"是否返乡": "否", "是否重点人员": "否"}, "home_quarantine", "home_quarantine"),
        ({"是否返乡": "否", "是否重点人员": "是"}, "returnee", "key_attention"),
        ({"是否返乡": "/"}, "returnee", "returnee"),
    ],
)
def test_flags_of_attention(county, tmp_path, cells, before, after):
    assert attention(county, tmp_path, cells, before) == (after, set())


def test_an_unknown_flag_changes_nothing(county, tmp_path):
    assert attention(county, tmp_path, {"是否返乡": "大概"}, "returnee") == ("returnee", {"value_unknown"})


def test_symptoms_that_are_none(county, tmp_path):
    texts = ["无", "否", "没有", "none", "正常", "咳嗽"]
    rows = [CHECK_INS] + [[None, "韦新", G, f"2026-01-31 0{n}:00:00", "进", "36.5", t] for n, t in enumerate(texts)]
    store_file(county, workbook(tmp_path / "f.xlsx", {"表": rows}))
    stored = county.run("select symptoms from check_in where person_id > 40 order by scanned_at").fetchall()
    assert stored == [(None,)] * 5 + [("咳嗽",)]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("姓名(必填)", "name"), ("用户姓名", "name"), ("學生姓名", "name"), ("身份证号码（18位）", "id_number"), ("ID No.", "id_number"),
        ("Mobile No.", "phone"), ("聯絡電話", "phone"), ("本人联系电话*", "phone"), ("村（社区）", "grid"), ("村(居)委会", "grid"), ("行政村", "grid"),
        ("乡镇（街道）", "town"), ("鄉鎮", "town"), ("村民小组", "section"), ("屯", "section"), ("是否重点关注对象", "is_key_attention"),
        ("與戶主關係", "relation"), ("戶主姓名", "householder"), ("现居住地址", "address"),
    ],
)  # fmt: skip
def test_headers_of_real_rosters(header, field):
    assert kinds()["people"].synonyms[normal_header(header)] == field


@pytest.mark.parametrize(
    "header",
    [
        "家长电话",
        "家长姓名",
        "监护人",
        "监护人电话",
        "紧急联系人",
        "紧急联系人电话",
        "户主电话",
        "户主身份证号",
        "联系人电话",
        "父亲姓名",
        "班主任",
        "负责人电话",
        "配偶姓名",
    ],
)
def test_somebody_elses_headers_are_no_synonyms(header):
    assert kinds()["people"].synonyms.get(normal_header(header)) in (None, "householder")


def test_no_writing_means_two_things():
    for kind in kinds().values():
        claimed: dict[str, str] = {}
        for field in kind.fields.values():
            for text in (*field.zh, *field.en):
                assert claimed.setdefault(normal_header(text), field.name) == field.name, (kind.name, text)


def planned(county, tmp_path, rows, scope=WHOLE):
    return prepare(county, scope, workbook(tmp_path / "f.xlsx", {"表": rows}), now=NOW)


def test_each_writing_once_with_its_meaning_and_reason(county, tmp_path):
    header = ["姓名", "乡镇", "村", "组", "性别", "是否返乡"]
    people = [
        ["东镇", "东一村", "1组", "男", "√"],
        ["东镇", "东一村", "2组", "男", "√"],
        [None, "东二", None, "?", None],
        [None, "东三村", None, "女", "否"],
    ]
    plan = planned(county, tmp_path, [header, *([f"韦{chr(0x4E00 + n)}", *p] for n, p in enumerate(people))])
    found = written_values(plan.works["people"], 0, "people")
    assert list(found.columns) == COLUMNS
    of = {(r.field, r.text): r for r in found.itertuples()}
    assert set(of) == {
        ("grid", "东一村"),
        ("grid", "东二"),
        ("grid", "东三村"),
        ("sex", "男"),
        ("sex", "女"),
        ("sex", "?"),
        ("is_returnee", "是"),
        ("is_returnee", "否"),
    }
    village = of["grid", "东一村"]
    assert (village.context, village.rows, village.meaning, village.path, village.how) == (
        "东镇",
        2,
        "990101100001",
        "东镇 / 东一村",
        "name",
    )
    assert (of["grid", "东二"].meaning, of["grid", "东二"].how) == ("990101100002", "ending")
    unknown = of["grid", "东三村"]
    assert unknown.ways == 0 and {c["code"] for c in unknown.candidates} == {"990101100001", "990101100002"}
    assert (of["sex", "男"].meaning, of["sex", "男"].how, of["is_returnee", "否"].meaning) == ("male", "value", "no")
    assert set(found["text"][:2]) == {"?", "东三村"}, "what is in doubt comes first"
    discard(plan)


def test_all_grids_of_an_ambiguous_name_are_offered(county, tmp_path):
    with county.write() as db:
        db.execute("update grid set name = '同名村' where grid_id in (6, 9)")
    plan = planned(county, tmp_path, [["姓名", "村"], ["韦一", "同名村委会"]])
    (line,) = written_values(plan.works["people"], 0, "people").itertuples()
    assert (line.ways, line.candidates) == (
        2,
        [{"code": "990101100002", "path": "东镇 / 同名村"}, {"code": "990101101001", "path": "西镇 / 同名村"}],
    )
    (line,) = written_values(
        planned(county, tmp_path, [["姓名", "村"], ["韦一", "同名村委会"]], EAST).works["people"], 0, "people"
    ).itertuples()
    assert (line.meaning, line.how) == ("990101100002", "scope")


def test_check_ins_and_units_too(county, tmp_path):
    plan = planned(
        county, tmp_path, [CHECK_INS, [None, "韦新", "东镇东一村", "2026-01-31 08:00:00", "进门", None, None]]
    )
    found = written_values(plan.works["check_ins"], 0, "check_ins").set_index("field")
    assert found.loc["grid", "how"] == "town_name" and found.loc["direction", "meaning"] == "in"
    header = ["单位编码", "单位名称", "单位类型", "所在网格"]
    plan = planned(county, tmp_path, [header, ["U9", "新厂", "工厂", "东一村委会"]])
    found = written_values(plan.works["units"], 0, "units").set_index("field")
    assert (found.loc["area_code", "meaning"], found.loc["area_code", "how"], found.loc["unit_kind", "meaning"]) == (
        "990101100001",
        "ending",
        "enterprise",
    )


def stored(county, tmp_path, header: list, rows: list[list], fields: str) -> tuple[list[tuple], list[tuple]]:
    """What is stored of the new people, and (row, code) of the findings."""
    report = store_file(county, workbook(tmp_path / "f.xlsx", {"表": [header, *rows]}))
    people = county.run(f"select {fields} from person where person_id > 40 order by person_id").fetchall()
    return people, [(i["row"], i["code"]) for i in report["sheets"][0]["issues"]]


PHONES = [
    ("13800000003/13900000003", "13800000003", ["phone_first"]), ("13800000003 13900000003", "13800000003", ["phone_first"]),
    ("13800000003、0771-7222222", "13800000003", ["phone_first"]), ("138 0000 0003\n13900000003", "13800000003", ["phone_first"]),
    ("0771-7222222转801", "07717222222", ["phone_first"]), ("0771-7222222-801", "07717222222", ["phone_first"]), ("13800000003;", "13800000003", []),
    ("138 0000 0003(妻)", "13800000003", ["phone_words"]), ("1380000000313900000003", None, ["phone_bad"]), ("妻13800000003", "13800000003", ["phone_words"]),
    ("电话13800000003", "13800000003", ["phone_words"]), ("＋8613800000003", "13800000003", []), ("1.3800000003E10", "13800000003", []),
    ("1.3800E+10", None, ["phone_bad"]), ("12800000003", None, ["phone_bad"]), ("0011-7222222", None, ["phone_bad"]), ("010-62222222", "01062222222", []),
]  # fmt: skip


def test_of_two_phones_the_first_is_taken_and_told(county, tmp_path):
    rows = [[f"韦{chr(ord('安') + n)}", G, id_number(n), text] for n, (text, _, _) in enumerate(PHONES, 1)]
    people, found = stored(county, tmp_path, ["姓名", "网格", "身份证号", "电话"], rows, "phone")
    for n, (text, phone, codes) in enumerate(PHONES):
        assert (people[n], [code for row, code in found if row == n + 2]) == ((phone,), codes), text
    assert len(people) == len(PHONES)


@pytest.mark.parametrize("text", ["待补", "未上户", "遗失补办中", "户口簿", "没有身份证"])
def test_words_where_the_document_should_be_keep_nobody_out(county, tmp_path, text):
    rows = [["韦新", G, text, "13800000003"]]
    people, found = stored(county, tmp_path, ["姓名", "网格", "身份证号", "电话"], rows, "id_number, id_type, phone")
    assert (people, found) == ([(None, None, "13800000003")], [(2, "id_none")])


def test_an_x_in_other_letters(county, tmp_path):
    number = next(n for n in map(id_number, range(1, 99)) if n.endswith("X"))
    rows = [["韦新", G, number[:-1] + letter, None] for letter in "×х"]
    people, found = stored(county, tmp_path, ["姓名", "网格", "身份证号", "电话"], rows, "id_number")
    assert (people, found) == ([(number,)], [(3, "duplicate_row")])


def test_numbers_that_a_spreadsheet_rounded_into_a_text_file(county, tmp_path):
    """One in eleven of 450127199001010000 would pass its check digit; two of them give the file away."""
    passes = next(n for n in (f"4501271990010{d:02d}000" for d in range(100)) if id_number(0, n[6:14])[-1] == "0")
    ids = [passes, "4.50127E+17", "450127198506120000", id_number(5)]
    path = tmp_path / "a.csv"
    path.write_text(
        "\n".join(["姓名,网格,身份证号", *[f"韦{n},{G},{i}" for n, i in zip("一二三四", ids, strict=True)]])
    )
    report = store_file(county, path)
    assert [(i["row"], i["code"]) for i in report["sheets"][0]["issues"]] == [(r, "id_numeric") for r in (2, 3, 4)]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        (
            "name_odd",
            ["韦小四13800000004", "韦小九、韦小十", "韦?", "韦\ufffd", "1.韦小三", "梁小强3月15离职", "韦小明已故"],
        ),
        ("name_masked", ["韦□", "林XX", "方xx", "李某某", "王某", "某女", "赵○○", "孙××", "陈口口", "黄**", "韦*明"]),
        ("name_nobody", ["同上", "以下空白", "无名氏", "已迁出", "测试", "户主", "迁出"]),
        ("name_title", ["周先生", "欧阳女士", "李老师"]),
        ("name_bad", ["7", "1058", "——!"]),
    ],
)
def test_words_that_are_nobodys_name_keep_their_row_out(county, tmp_path, code, names):
    rows = [[name, G, id_number(n)] for n, name in enumerate(names)]
    people, found = stored(county, tmp_path, ["姓名", "网格", "身份证号"], rows, "name")
    assert (people, found) == ([], [(n + 2, code) for n in range(len(names))])


def test_names_that_only_look_like_such_words_are_names(county, tmp_path):
    names = [
        "安平均",
        "人杰",
        "最小妹",
        "卜测",
        "已斤",
        "户田",
        "合欢",
        "总有",
        "姓玉",
        "未央",
        "王先",
        "女红",
        "师长青",
        "空海",
    ]
    rows = [[name, G, id_number(n)] for n, name in enumerate(names)]
    people, found = stored(county, tmp_path, ["姓名", "网格", "身份证号"], rows, "name")
    assert ([n for (n,) in people], found) == (names, [])


def test_of_scans_a_word_is_no_visitor(county, tmp_path):
    rows = [CHECK_INS] + [
        [None, n, G, f"2026-01-31 0{i}:00:00", "进", None, None] for i, n in enumerate(["7", "合计", "某某", "韦新来"])
    ]
    rows += [[id_number(77), "平均", G, "2026-01-31 05:00:00", "进", None, None]]
    report = store_file(county, workbook(tmp_path / "f.xlsx", {"表": rows}))
    assert [(i["row"], i["code"]) for i in report["sheets"][0]["issues"]] == [
        (2, "name_bad"), (3, "name_nobody"), (4, "name_masked"), (6, "name_ignored"),
    ]  # fmt: skip
    assert county.run("select name, id_number from person where not registered and batch_id is not null order by 1").fetchall() == [
        ("韦新来", None), (None, id_number(77)),
    ]  # fmt: skip


def test_temperatures_with_their_unit(county, tmp_path):
    texts = ["36.5℃", "38.6 ℃", "39°C", "37.8度", "38度5", "36．6", "36.5/37.9", "体温36.4", "热", "365"]
    rows = [CHECK_INS] + [[id_number(9), None, G, f"2026-01-31 0{n}:00:00", "进", t, None] for n, t in enumerate(texts)]
    report = store_file(county, workbook(tmp_path / "f.xlsx", {"表": rows}))
    scans = county.run(
        "select temperature from check_in join person using (person_id) where id_number = $id order by scanned_at",
        id=id_number(9),
    ).fetchall()
    assert [float(t) if t else None for (t,) in scans][:9] == [36.5, 38.6, 39.0, 37.8, 38.5, 36.6, 37.9, 36.4, None]
    assert [(i["row"], i["code"]) for i in report["sheets"][0]["issues"]] == [
        (10, "number_bad"),
        (11, "temperature_range"),
    ]


def test_a_birth_after_today_is_none(county, tmp_path):
    rows = [
        ["韦新", G, id_number(1, "20990101"), None],
        ["韦甲", G, None, "2099-01-01"],
        ["韦乙", G, None, "1801-01-01"],
    ]
    _, found = stored(county, tmp_path, ["姓名", "网格", "身份证号", "出生日期"], rows, "name")
    assert [f for f in found if f[1] != "identity_weak"] == [(2, "id_future"), (3, "birth_bad"), (4, "birth_bad")]


def test_names_that_only_look_odd(county, tmp_path):
    names = ["阿依古丽·\n买买提", "ZHANG/SAN", "韦小七(曾用名韦七)", "Jean-Luc O'Neill", "韦 一"]
    rows = [[name, G, id_number(n)] for n, name in enumerate(names, 1)]
    people, found = stored(county, tmp_path, ["姓名", "网格", "身份证号"], rows, "name")
    assert [n for (n,) in people] == ["阿依古丽·买买提", "ZHANG/SAN", "韦小七(曾用名韦七)", "Jean-Luc O'Neill", "韦一"]
    assert found == [(4, "name_note")]
