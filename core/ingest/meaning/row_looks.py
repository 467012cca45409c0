"""What the cells of a row read like, when it is no record: a total, a section's name, numbers of columns, a sample, a note."""

from __future__ import annotations

import re

from core.ingest.meaning.record_row import FILL_IN, holds_own
from core.ingest.meaning.table import PLACEHOLDER, VALUE

TOTAL = re.compile(
    r"[（(\s]*(.{0,8}[小合总共累]\s*计|总\s*数|(sub|grand\s*)?total|平\s*均(值|数|分)?|(总\s*)?人\s*数|户\s*数|最\s*[大小高低](值|数|分)?|均\s*值|average|mean|count)\s*([:：(（\d].*|[人户条数]+)?",
    re.IGNORECASE | re.DOTALL,
)
NOTE = re.compile(
    r"([※★]|[(（]?(注|备注|说明|附注|填表|填报|制表|审核|审批|复核|经办|报送|编制|编写|打印|联系人|负责人|单位负责人|主管|日期|时间|盖章|公章|附件"
    r"|note|remark|prepared by|printed))[^:：]{0,8}([:：]|$)|\d{1,2}[、．.]\s*\D", re.IGNORECASE
)  # fmt: skip
SECTION = re.compile(
    r"[^，。,.]{0,24}(村|屯|组|社区|镇|乡|街道|居委会|村委会|班|年级|科室?|部门|车间|家庭户|类|人员|名单|情况|部分|页)(\s*[(（].*[)）])?\s*[:：]?"
    r"|第\s*\S{1,3}\s*页.*|[一二三四五六七八九十]{1,3}[、．.].*|[(（][一二三四五六七八九十\d]{1,3}[)）].+"
)
NUMBER = re.compile(
    r"[(（\[]?\s*(\d{1,2}|[一二三四五六七八九十]{1,3}|[甲乙丙丁戊己庚辛壬癸A-Z]|[①-⑳])\s*[)）\]]?(\s*[=＝]\s*[\d+\-＋－()（）]+)?|栏次|列次|序号|[-—]"
)
HAN = re.compile(r"[\u4e00-\u9fff]")
LONG = re.compile(r"\d{5}")  # no header holds a number so long
LATIN = re.compile(r"[A-Za-z][A-Za-z .,/()'#*_-]*")
INSTRUCTION = re.compile(
    r"\D{0,12}(必填|选填|必须|请|如[:：]|例[:：]|格式|文本|下拉|\d+\s*位|数字|汉字).{0,30}|(文本|数字|日期)型?|YYYY.*|yyyy.*"
)
SAMPLE = re.compile(
    r"[(（【\[]?\s*(示例|样例|范例|举例|例子|例|填写示例|sample|example|e\.?g\.?)\s*\d?\s*[)）】\]]?\s*[:：]?",
    re.IGNORECASE,
)
# A cell that says that there is nothing to say: as macro plan.told, which makes it null.
NOTHING = frozenset(
    ("无", "無", "/", "//", "\\", "-", "—", "——", "--", "－", "／", "暂无", "暫無", "不详", "不詳", "未知", "未填", "空", "N/A", "n/a", "NA", "na", "NULL",
     "null", "nil", "None", "none", "NONE", ".", "。", "、")
)  # fmt: skip
# The last line of a list, whatever stands around it, as a pattern of Arrow's for whole columns: “——以下空白——”, “（此页以下空白）”.
CLOSING = (
    r"^[^\p{Han}0-9A-Za-z]*([本此]\s*[页頁表]\s*(以\s*下)?|以\s*下|此\s*[处處]|下\s*方)\s*(均|全部?|皆)?\s*[为為是]?\s*"
    r"(空\s*白|空|[无無](\s*正\s*文|\s*内\s*容|\s*数\s*据|\s*记\s*录)?)[^\p{Han}0-9A-Za-z]*$"
)
# A sentence instead of records: 零报告, 本村无外出返乡人员. A pattern of Python's and Arrow's.
NOBODY = (
    r"[(（]?(.{0,16}[零0]\s*报告.{0,8}|.{0,24}([无無]|[没沒]有|未发现|未有).{0,16}(人员|人口|对象|情况|学生|村民|居民|群众|病例|数据|名单|记录|变动|变化|返乡|外出)"
    r"|(?i:nil report|no(body| one| people| persons?| returnees?| records?| data| entries| changes?)\b.{0,24}|nothing to report))[)）]?[。.！!]?"
)
NUMBER_OF_ONE = re.compile(r"1\d{10}|\d{17}[\dXx]")  # a phone, an ID number
UNFILLED = re.compile(r"[<＜【\[［{（(][^<>＜＞【】\[\]［］{}（）()]{1,20}[>＞】\]］}）)]|[xX×*＊_＿.…□○—-]{2,}")


def is_total(text: str) -> bool:
    return bool(TOTAL.fullmatch(text.strip()))


def is_section(text: str) -> bool:
    """The name of what follows: a village, a group, a page."""
    return bool(SECTION.fullmatch(text.strip()))


def is_note(cells: list[str]) -> bool:
    """At the end of a table: one cell that begins like a note, or several with who filled it in and who checked."""
    told = [bool(NOTE.match(cell.strip())) for cell in cells]
    lines = [bool(FILL_IN.fullmatch(cell.strip())) for cell in cells]
    if lines[0] and (all(lines) or (len(cells) <= 3 and cells[0].strip()[-1] in ":：")) and not holds_own(cells):
        return True
    return told[0] and (len(cells) == 1 or sum(told) > 1 or (len(cells) <= 3 and bool(re.search("[:：]", cells[0]))))


def is_sample(cells: list[str]) -> bool:
    """A template's row: placeholders, or an example that says it is one."""
    words = [cell.strip() for cell in cells]
    if any(map(PLACEHOLDER.search, words)) or any(map(SAMPLE.fullmatch, words[:2])):
        return True
    own = [word for word in words if not NUMBER.fullmatch(word)]
    return len(own) > 1 and all(map(UNFILLED.fullmatch, own))


def says_nobody(cells: list[str]) -> bool:
    """A report that there is nobody to list: one of the first two cells says so, the others no more than where and by whom. Dates
    and figures may stand beside it, a number that is somebody's may not."""
    told = [cell for cell in map(str.strip, cells) if cell not in NOTHING and not _is_figure(cell)]
    said = [bool(re.fullmatch(NOBODY, cell)) for cell in told]
    others = [cell for here, cell in zip(said, told, strict=True) if not here]
    return any(said[:2]) and all(is_section(cell) or NOTE.match(cell) for cell in others)


def _is_figure(cell: str) -> bool:
    return bool(VALUE.fullmatch(cell)) and not NUMBER_OF_ONE.fullmatch(cell)


def is_instruction(cells: list[str]) -> bool:
    """Right below the header: what each column is to hold."""
    return 2 * sum(bool(INSTRUCTION.fullmatch(cell.strip())) for cell in cells) > len(cells) and not any(
        map(LONG.search, cells)
    )


def is_english(cells: list[str], names: tuple[str, ...]) -> bool:
    """The header once more, in another language."""
    return all(LATIN.fullmatch(cell.strip()) for cell in cells) and not any(map(LATIN.fullmatch, names))


def counts_up(cells: list[str], names: tuple[str, ...]) -> bool:
    """1 2 3 … or 甲 乙 1 2 …, in brackets or not; a row of figures that happen to be small does not."""
    found = [NUMBER.fullmatch(cell.strip()) for cell in cells]
    if not all(found) or not any(map(HAN.search, names)):
        return False
    marks = [match[1] or "" for match in found]
    figures = [int(mark) for mark in marks if mark.isdecimal()]
    return len(set(marks)) == len(marks) and figures == list(range(1, len(figures) + 1))
