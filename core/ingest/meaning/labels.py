"""What may be written above a column or beside a field, whatever the list or form is about."""

from __future__ import annotations

from functools import cache

from core.ingest.meaning.columns import kinds
from core.ingest.meaning.header_text import normal_header

# Of forms, besides the headers that are known.
ALSO = ("民族", "籍贯", "出生地", "政治面貌", "婚姻状况", "健康状况", "学历", "文化程度", "毕业院校", "专业", "职称", "邮箱", "电子邮箱", "邮编", "微信号",
        "家庭住址", "通讯地址", "工作经历", "学习经历", "家庭成员", "紧急联系人", "申请理由", "申请人", "申请事由", "村委会意见", "审批意见", "本人签名",
        "本人签字", "签名", "签字", "身高", "体重", "兴趣爱好", "户籍地址", "照片", "起止时间", "备注")  # fmt: skip


@cache
def labels() -> frozenset[str]:
    known = {text for kind in kinds().values() for text in kind.synonyms}
    return frozenset(known | set(map(normal_header, ALSO)))
