"""The headers of lists that offices really send round (public forms of 2003–2025): each is read, asked about, or left out by name with its reason."""

from __future__ import annotations

import re

import pytest

from core.errors import UserError
from core.i18n import has
from core.ingest.meaning.columns import left_out_reason
from core.ingest.plan import discard, prepare
from tests.core.ingest.files import id_number, workbook
from tests.county import NOW, WHOLE, make_county

# Header by header: field; field? where it is asked; -reason where it is left out.
RETURNEES = """
姓名=name 身份证号码=id_number 性别=sex 手机号码=phone 来源省份=fact_origin_province 来源地市=fact_origin_city
来源县市区=fact_origin_county 来源街道乡镇=fact_origin_town 来源社区村=fact_origin_village 目的地详细地址=address? 目的地县市区=-county
目的地街道乡镇=town? 目的地社区村=grid? 返乡原因=fact_return_reason 返乡时间=arrived_on 交通方式=fact_transport
航班，班车，车牌号=fact_trip_number 有无发热、咳嗽等症状=fact_symptoms 有无三日内核酸检测阴性证明=-of_tests
来自地区的风险等级=fact_risk_area 人员类型=-no_category 人员状态(已返/将返)=fact_arrival_state 目的地联系人=fact_destination_contact
目的地联系电话=fact_destination_contact_phone 十四天内是否有国内中高风险地区旅居史=fact_risk_stay 申报时间=-filled_in"""
HOME_QUARANTINE = """
姓名=name 身份证号码=id_number 联系手机=phone 隔离地址=place_name 户籍地址=-of_roster 责任街道=town
责任社区=grid 核酸检测结果=-of_tests 开始隔离时间=since 结束隔离时间=until
是否核酸检测=-of_tests 核酸检测时间=-of_tests"""
PUPILS = "姓名=name 性别=sex 年龄=-age 班别=-* 家庭地址=address 家长电话=-other_person 缺勤原因=-of_cases 返校时间=-trip 追踪人=-filled_in"
FLASH_FLOOD = """
村=village_name 危险区名称=section? 户数=-figures 人口=-figures 房屋=-figures 乡级责任人=link_1 职务=link_1_position 电话=link_1_phone
村级责任人=link_2 职务=link_2_position 电话=link_2_phone 监测员=link_3 电话=link_3_phone"""
QUARANTINE_HELP = """
姓名=name 身份证号=id_number 电话=phone 隔离地址=place_name 同住人数=-figures 同住人姓名=-other_person
独立房间(是/否)=-handling 门磁=-handling 封条=-handling 包保领导=-other_person 电话=-other_person 社区干部=-other_person
电话=-other_person 网格员=-other_person 电话=-other_person 民警=-other_person 电话=-other_person 医务人员=-other_person
电话=-other_person 告知书签收=-handling 解除日期=released_on"""
ANSWERING = """
乡镇=town_name 村=village_name 县级包保领导=link_1 乡镇包保领导=link_2 村级责任人=link_3 组级责任人=link_4 包户责任人=link_5
电话=link_5_phone 被包保户=-figures 人数=-figures"""
FIRMS = """
企业名称=name 统一社会信用代码=code 地址=-place 行业=industry 规上(是/否)=-figures 法人=link_1 电话=link_1_phone 防疫负责人=link_2
电话=link_2_phone 员工总数=staff 拟复工时间=-handling 拟返岗=-figures 县外人数=-figures 口罩=-figures 主管部门意见=-handling 备案号=-handling"""
WHOLLY = {
    "返乡人员登记表": ("people", RETURNEES),
    "居家隔离人员": ("quarantine", HOME_QUARANTINE),
    "因病缺课追踪": ("people", PUPILS),
    "山洪灾害危险区": ("grids", FLASH_FLOOD),
    "居家隔离台账": ("quarantine", QUARANTINE_HELP),
    "包保责任清单": ("grids", ANSWERING),
    "企业复工备案表": ("units", FIRMS),
}
# Of these no header may be one that nobody understands. A two-row header is written “parent/child”.
LISTS = {
    "访客": "场景码 场景名 姓名 手机号 身份证号码 受访人 来访原因 县市区 街道乡镇 社区村 来源 提交类型 代理人姓名 代理人手机号",
    "卡口": "卡口名称 被检查人姓名 被检查人身份证号 被检查人车辆信息 被检查人联系方式 出发地 目的地 检查时间",
    "集中隔离": "姓名 身份证号码 联系手机 隔离点名称 隔离房间号 开始隔离时间 结束隔离时间 是否核酸检测 核酸检测时间",
    "密切接触者": "姓名 身份证号 发现时间 核酸检测结果 疑似被接触人员 联系方式 途径位置 责任街道 责任社区",
    "发热门诊": "姓名 身份证号 就诊时间 就诊医院 联系手机 诊断名称 家庭住址 责任街道 责任社区",
    "药店": "药物名称 购药时间 购药人员名称 身份证号 联系方式 症状 药店名称",
    "高铁站": "日期 车次 到站 出发地 姓名 证件号码 联系电话 健康码 是否为国外人员 处置结果",
    "疫苗": "姓名 身份证号码 联系手机 接种时间 接种地点 疫苗名称 接种单位",
    "确诊": "姓名 身份证号 发现时间 治疗情况 途经位置 统计时间 现住医院 接触史 近期途径路线 近期接触人员",
    "入省": "姓名 身份证号码 手机号码 派发状态 返乡时间 返回方式 出发地 目的地 中高风险(是否) 是否核酸 码色 返乡人员(是否) 行政区划 转派时间",
    "赋码": "姓名 身份证号 手机号码 健康码状态 赋码原因 赋码时间 管控原因 管控方式 派发状态 检测机构",
    "场所码": "场所码编号 单位名称 联系人 联系人号码 场所状态 场所类型 核酸次数 是否达标",
    "二〇〇三": "姓名 性别 年龄 职业 家庭住址 工作单位 外出情况/具体地址 外出情况/外出口岸及日期 外出情况/停留时间 外出情况/当地疫情 返回情况/返回时间"
    " 返回情况/交通工具 返回情况/停留地点与时间 症状体征/发热 症状体征/咳嗽 医学观察 观察日期",
    "学校摸排": "姓名 手机号 岗位 是否实习 当天本人健康 当天家庭成员健康 是否接触湖北人员 是否疑似或确诊 来自湖北、武汉 疫区居住地 本地居住地 到达本地时间"
    " 离开本地时间 离开方式 同行人 管控措施 户口所在地",
    "返程": "姓名 工作地点 返程时间 何处返程 假期去过省市 交通工具 车次 症状 同行人员情况 备注 是否在湖北 14天同乘 小区有确诊",
    "晨午检": "姓名 性别 年龄 宿舍 联系电话 是否出勤 临床症状/发热 临床症状/皮疹 临床症状/腹泻 临床症状/其他 是否就诊 初步诊断",
    "监测日报": "姓名 身份证号 电话 隔离地址 隔离类型 隔离起始日 第几天 日期 上午体温 下午体温 症状 用药 心理 监测人 备注",
    "监测十四天": "姓名 电话 隔离地址 第1天上午 第1天下午 第2天上午 第2天下午",
    "采样": "采样点 采样管号 混采编号 管内序号 姓名 性别 年龄 证件类型 证件号码 电话 住址 单位 人群分类 采样时间 采样人 送检时间 检测机构 检测结果 结果时间 单采/混采",
    "健康卡": "姓名 学校 年级 班级 性别 身份证号 监护人 电话 住址 假期离桂 接触史 每日体温 家长签名",
    "出入证": "证号 户主 住址 家庭人口 指定采购人 有效日期 外出时间 返回时间 事由",
    "轨迹": "姓名 日期 起止时间 地点 场所类型 同行人 接触人 交通工具 是否戴口罩 判定结果",
    "包保": "县领导 包保乡镇 责任单位 乡镇领导 包村 村干部 包屯 党员 包户 电话",
    "返乡排查": "乡镇 村 姓名 身份证号 联系电话 返回时间 从何地返回 途经地 交通工具 车次 座位号 同行人数 是否来自湖北 离鄂时间 14天内是否接触确诊 目前健康状况"
    " 体温 是否持健康码 行程卡是否带* 落地检结果 疫苗针次 管控措施 隔离方式 隔离起始 解除时间 包保责任人 包村干部 村医 网格员 民警 是否签承诺书 预计返程时间",
    "密接台账": "密接编号 姓名 电话 关联病例 与病例关系 暴露类型 接触方式 接触地点 末次接触日期 判定时间 判定依据 推送单位 协查函编号 是否本县 转出地 隔离方式"
    " 隔离点 房号 转运时间 隔离起始 预计解除日期 基础性疾病 是否出现症状 首发症状日期 采样时间1 结果1 转归 类别",
    "隔离点台账": "隔离点 楼层 房间号 姓名 身份证号 入住时间 解除隔离日期 去向 人员来源 人员类别 每日体温 特殊需求 离店时间 接送车辆 接收社区 闭环交接人",
    "员工": "部门 车间 姓名 身份证号 电话 岗位 14天内去向 返岗时间 交通方式 住宿 健康码 是否需隔离 可上岗日期",
    "返校": "学校 年级 班级 姓名 身份证号 监护人 关系 电话 走读/住宿 宿舍号 假期是否离开本县 到过何地 家庭成员健康 返校方式 承诺书 核验结果",
    "重点人群": "姓名 身份证号 住址 类别 等级 是否接种 监护人 紧急联系人 签约医生 包联干部 走访日期 走访方式 走访情况 需求 是否解决",
    "卡点登记": "时间 卡点 姓名 身份证号 车牌号 车型 人数 驾驶员 从何处来 到何处去 事由 体温 码色 是否放行 值守人",
    "转移清单": "乡镇 行政村 自然村 危险区名称 危险区编码 户主姓名 家庭人口 常住人数 需帮扶人数 需帮扶对象 联系电话 房屋结构 转移责任人 责任人电话 转移路线 安置点"
    " 预警方式 备注",
    "特殊人群": "姓名 年龄 身份证号 类别 行动能力 住址 监护人 帮扶责任人 与被帮扶人距离 运送方式 安置方式",
    "斜坡单元": "村 组/地名 编号 户数 人数 房屋 风险等级 乡级责任人 职务 电话 村级责任人 电话",
    "安置登记": "户主 姓名 性别 年龄 来自 到达时间 方式 特殊需求 离开时间 签字",
}
# Of things that the registers do not hold: refused, and never taken for people or for somebody's grid.
REFUSED = {
    "水库": "水库名称 总库容 所在地 坝型 县级责任人 职务 电话 行政负责人 职务 电话 管护员 电话",
    "隐患点": "编号 名称 位置 经度 纬度 类型 规模 威胁户数 威胁人数 威胁财产 监测人 电话 避险场所",
    "转移日报": "乡镇 应转户 应转人 已转户 已转人 集中安置 投亲靠友 未转原因 截至时间 填报人",
    "健康打卡": "学校名称 学校地址 班级名称 班级人数 异常人数 日期",
    "值班表": "日期 带班领导 电话 值班人员 电话 备班",
    "物资": "品名 规格 单位 期初 入库 出库 结存 领用单位 领用人 日期",
}
# What stands in a column, by its header: the first that fits.
VALUES = (
    (r"^(是否|有无|十四天|14天)|是/否|[(（]是否", ["是", "否", "否", "是"]),
    (r"身份证|证件号", [id_number(n) for n in range(1, 5)]),
    (r"证件类型", ["居民身份证"] * 4),
    (r"将返", ["已返", "将返", "已返", "已返"]),
    (r"电话|手机|联系方式|号码", [f"1390000000{n}" for n in range(4)]),
    (r"性别", ["男", "女", "男", "女"]),
    (r"体温|第.天", ["36.4", "36.5", "36.6", "36.7"]),
    (r"检查时间|购药时间|^时间$", [f"2020-02-0{n} 08:3{n}" for n in range(1, 5)]),
    (r"时间|日期|起始|到达|解除", [f"2020-02-0{n}" for n in range(1, 5)]),
    (r"编码|代码", [f"91450127MA5{n}ABCD" for n in range(4)]),
    (r"编号$|管号|证号|备案号", ["1", "2", "3", "4"]),
    (r"街道|^(包保)?乡镇$", ["东镇", "东镇", "西镇", "东镇"]),
    (r"社区|^村$|行政村|包村$", ["东一村", "东二村", "西一村", "东一村"]),
    (r"数$|人口|年龄|面积|库容|口罩|拟返岗|^应转|^已转|^集中|^投亲|房屋$|针次|威胁|^包户$|被包保户", ["10", "11", "12", "13"]),
    (r"姓名|户主|责任人|负责人|领导|干部|网格员|民警|村医|医生|医务|监测|管护|联系人|法人|监护人|人$|人员|党员|驾驶员|管理员|备班",
     ["韦小明", "黄大勇", "覃强", "陆三妹"]),
    (r"经度", ["109.31", "109.32", "109.33", "109.34"]),
    (r"纬度", ["22.71", "22.72", "22.73", "22.74"]),
    (r"名称|单位|学校", ["示例甲中学", "示例乙中学", "示例丙中学", "示例丁中学"]),
    (r"地址|住址|居住", ["某街1号", "某街2号", "某街3号", "某街4号"]),
    (r"", ["甲类", "乙类", "丙类", "丁类"]),
)  # fmt: skip
OWN_NOTE = re.compile(r"[(（]|单采|走读|组/")


@pytest.fixture(scope="module")
def county():
    return make_county()


def values_of(header: str) -> list[str]:
    return next(values for look, values in VALUES if re.search(look, header.rpartition("/")[2] or header))


def list_of(path, name: str, headers: list[str]):
    """A small workbook: the headers, two rows of them where one has a parent, and four rows."""
    deep = any("/" in h and not OWN_NOTE.search(h) for h in headers)
    top = [h.partition("/")[0] if deep else h for h in headers]
    below = [[h.partition("/")[2] or None for h in headers]] if deep else []
    top = [None if n and top[n - 1] == h and deep else h for n, h in enumerate(top)]
    return workbook(path / f"{name}.xlsx", {"名单": [top, *below, *zip(*map(values_of, headers), strict=True)]})


def outcomes(county, path, name: str, headers: list[str]) -> tuple[str, list[str]]:
    plan = prepare(county, WHOLE, list_of(path, name, headers), now=NOW)
    (part,) = plan.sheets
    discard(plan)
    return part.kind, [
        c.field + ("?" if c.asked else "") if c.field else f"-{c.sensitive or c.why}" for c in part.columns
    ]


@pytest.mark.parametrize("name", WHOLLY)
def test_each_header_as_it_is_meant(county, tmp_path, name):
    kind, table = WHOLLY[name]
    pairs = [pair.rpartition("=")[::2] for pair in table.split()]
    told = outcomes(county, tmp_path, name, [header for header, _ in pairs])
    found = [
        (h, "-*" if meant == "-*" and is_ == f"-{is_[1:]}" else is_)
        for (h, meant), is_ in zip(pairs, told[1], strict=True)
    ]
    assert (told[0], found) == (kind, pairs)


@pytest.mark.parametrize("name", LISTS)
def test_no_header_is_left_out_without_a_reason(county, tmp_path, name):
    headers = LISTS[name].split()
    _, found = outcomes(county, tmp_path, name, headers)
    assert len(found) == len(headers)
    assert [h for h, is_ in zip(headers, found, strict=True) if is_ == "-unknown"] == []


@pytest.mark.parametrize("name", REFUSED)
def test_lists_of_other_things_are_refused(county, tmp_path, name):
    with pytest.raises(UserError) as refused:
        outcomes(county, tmp_path, name, REFUSED[name].split())
    assert refused.value.code == "header_unknown"


@pytest.mark.parametrize(
    "header",
    [
        "备注",
        "年龄",
        "上午体温",
        "户数",
        "填报人",
        "封条",
        "核酸次数",
        "接种时间",
        "发病日期",
        "用药",
        "途经地",
        "县市区",
        "岗位",
        "等级",
        "地址",
    ],
)
def test_each_reason_has_its_words(header):
    assert has(f"mapping.why.{left_out_reason(header) or left_out_reason(header, last=True)}")


def test_a_phone_right_of_another_person_is_not_taken_for_ones_own(county, tmp_path):
    _, found = outcomes(county, tmp_path, "a", ["姓名", "身份证号", "监护人", "电话"])
    assert found == ["name", "id_number", "-other_person", "phone?"]
    _, found = outcomes(county, tmp_path, "b", ["姓名", "电话", "监护人", "电话"])
    assert found == ["name", "phone", "-other_person", "-other_person"]
    _, found = outcomes(county, tmp_path, "c", ["姓名", "单位", "电话"])
    assert found[2] == "phone"
