"""What somebody is to the householder, for readers of English: 配偶 → spouse."""

from __future__ import annotations

ENGLISH = {
    "户主": "householder", "本人": "householder", "配偶": "spouse", "夫": "husband", "丈夫": "husband", "妻": "wife", "妻子": "wife", "子": "son", "儿子": "son",
    "长子": "eldest son", "次子": "second son", "三子": "third son", "独生子": "only son", "女": "daughter", "女儿": "daughter", "长女": "eldest daughter",
    "次女": "second daughter", "三女": "third daughter", "独生女": "only daughter", "子女": "child", "孩子": "child", "父": "father", "父亲": "father", "母": "mother",
    "母亲": "mother", "父母": "parent", "公公": "husband's father", "婆婆": "husband's mother", "岳父": "wife's father", "岳母": "wife's mother", "儿媳": "daughter-in-law",
    "媳妇": "daughter-in-law", "女婿": "son-in-law", "孙子": "grandson", "孙女": "granddaughter", "外孙": "grandson", "外孙女": "granddaughter", "孙子女": "grandchild",
    "祖父": "grandfather", "爷爷": "grandfather", "祖母": "grandmother", "奶奶": "grandmother", "外公": "grandfather", "外婆": "grandmother", "外祖父": "grandfather",
    "外祖母": "grandmother", "哥哥": "elder brother", "兄": "elder brother", "弟弟": "younger brother", "弟": "younger brother", "姐姐": "elder sister", "姐": "elder sister",
    "妹妹": "younger sister", "妹": "younger sister", "兄弟姐妹": "brother or sister", "侄子": "nephew", "侄女": "niece", "外甥": "nephew", "外甥女": "niece",
    "亲属": "relative", "其他亲属": "other relative", "租客": "tenant", "保姆": "domestic help", "其他": "other", "非亲属": "not related",
}  # fmt: skip


def relation_name(language: str, told: str) -> str:
    """As it is on Chinese pages; in English translated where it is a usual one, else as the register has it."""
    return ENGLISH.get(told, told) if language == "en" else told
