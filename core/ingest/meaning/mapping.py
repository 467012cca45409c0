"""Which column is which field: headers by their synonyms, doubts settled by the values or by the clerk.

Each column gets a proposal with a confidence. Sure ones are read; doubtful ones are asked and not read until somebody answers.
"""

from __future__ import annotations

import re
from dataclasses import replace

from core.ingest.meaning.answers import Answers
from core.ingest.meaning.by_header import BARE, claims_of, of_header
from core.ingest.meaning.chain import REPEATED, chain_of, is_title, part_of
from core.ingest.meaning.columns import (
    Kind,
    address_parts,
    kinds,
    left_out_reason,
    other_person,
    persons_in,
    sensitive_words,
)
from core.ingest.meaning.evidence import Evidence, contradicts, fit
from core.ingest.meaning.header_text import normal_header
from core.ingest.meaning.located import Column, Located
from core.ingest.meaning.parts import AND, HALF, compose
from core.ingest.meaning.rivals import contested
from core.ingest.own_words import own_headers

# Fields that values alone may suggest: share of the values from which, and how sure that makes us.
TELLING = (("id_number", "checksum", 0.8, 0.75), ("phone", "mobile", 0.8, 0.7), ("grid", "grid", 0.6, 0.7), ("scanned_at", "moment", 0.9, 0.6),
           ("sex", "value:sex", 0.95, 0.6), ("direction", "value:direction", 0.95, 0.6), ("temperature", "temperature", 0.95, 0.6),
           ("name", "name", 0.8, 0.6), ("attention", "attention", 0.5, 0.6))  # fmt: skip
INSTITUTIONS = frozenset(
    ("单位", "單位", "公司", "企业", "学校", "學校")
)  # speak of somebody else's number, but are nobody
HOUSEHOLDER = re.compile(r"户主|戶主|(head of household|household head|householder)('s)?", re.IGNORECASE)
MEMBER = re.compile(r"(?:成员|成員|家属|家屬)\s*(\d{1,2}|[一二三四五六七八九十])")


def settle(found: Located, seen: dict[int, Evidence], answers: Answers | None) -> Located:
    """A located header with each column's proposal; `columns` and `mapping` then hold the sure ones only."""
    kind = kinds()[found.kind]
    bare = frozenset(found.table.bare) if found.table else frozenset()
    columns = _answered(_proposed(kind, unique_headers(found), seen, bare), answers or Answers())
    read = [c for c in columns if c.field and not c.asked]
    feeding: dict[str, list[int]] = {}
    for c in sorted(read, key=lambda c: (c.rank, c.index)):
        for name in c.fields:
            feeding.setdefault(name, []).append(c.index)
    unmapped = [c.header for c in columns if c not in read and not c.sensitive]
    return replace(
        found,
        columns={name: indices[0] for name, indices in feeding.items()},
        joined={name: tuple(indices) for name, indices in feeding.items() if len(indices) > 1},
        mapping={c.header: c.field for c in read},
        unmapped=tuple(h for h in unmapped if h.rpartition("/")[2] not in own_headers()),
        proposals=tuple(columns),
        answers=answers or Answers(),
    )


def unique_headers(found: Located) -> dict[int, str]:
    """Column index → header; a label that comes again gets a number: 电话, 电话 #2."""
    headers: dict[int, str] = {}
    for index, name in enumerate(found.table.names):
        times = sum(name == other for other in found.table.names[:index])
        if name:
            headers[index] = f"{name} #{times + 1}" if times else name
    return headers


def _proposed(kind: Kind, headers: dict[int, str], seen: dict[int, Evidence], bare: frozenset[int]) -> list[Column]:
    labelled = {index: header for index, header in headers.items() if index not in bare}
    figures = _figures(kind, labelled, seen)
    of_names = {i: header for i, header in labelled.items() if i not in figures}
    chain = chain_of(kind, of_names)
    claims = {i: claim for i, claim in claims_of(kind, of_names).items() if i not in chain}
    claims |= {index: (name, "chain") for index, name in chain.items() if name}
    own = _called(labelled, claims)
    columns = {index: of_header(kind, index, headers[index], *claims[index], seen) for index in claims}
    columns |= {i: Column(i, headers[i], None, 1.0, "figures", seen=seen[i]) for i in figures}
    columns |= {
        i: Column(i, headers[i], None, 1.0, "duty_beside", seen=seen.get(i, Evidence())) for i in chain if not chain[i]
    }
    columns |= contested(kind, columns, claims)
    columns = {index: c for index, c in columns.items() if c.why != "unknown"}  # remarks: their values may tell
    columns |= {
        i: Column(i, h, name, 0.9, "joined", seen=seen.get(i, Evidence()), rank=1)
        for i, h, name in _noes(kind, labelled)
    }
    for index, header in headers.items():
        category = sensitive(header) if index in labelled and index not in claims else None
        if category or seen.get(index, Evidence()).share(["ethnicity"]) >= 0.8:
            columns[index] = Column(
                index, header, None, 1.0, "sensitive", category or "ethnicity", seen.get(index, Evidence())
            )
    columns |= _of_householder(kind, headers, columns)
    columns |= _of_others(kind, labelled, columns, own, seen)
    for index, header in labelled.items():
        reason = left_out_reason(header) if index not in columns and not _is_address_part(kind, header) else None
        if reason:
            columns[index] = Column(index, header, None, 1.0, reason, seen=seen.get(index, Evidence()))
    taken = {c.field for c in columns.values()}
    for look, among in ((_by_part, labelled), (_by_values, headers)):
        for index in (i for i in among if i not in columns):
            found = look(kind, index, headers[index], seen.get(index, Evidence()), own)
            if found and found.field not in taken:
                sole = index in bare and _sole(kind, found, headers, columns, seen)
                columns[index] = replace(found, confidence=BARE) if sole else found
                taken.add(found.field)
    columns |= _only_name(kind, columns)
    rest = {i: Column(i, h, None, 1.0, "unknown", seen=seen.get(i, Evidence())) for i, h in headers.items()}
    whole = compose(kind, [(rest | columns)[index] for index in headers])
    return [replace(c, why=_why_unknown(kind, c.header)) if c.why == "unknown" else c for c in whole]


def _noes(kind: Kind, headers: dict[int, str]) -> list[tuple[int, str, str]]:
    """Columns for no, beside one for yes or alone; of what somebody else is asked, none."""
    found = [(i, h, kind.no_of(h)) for i, h in headers.items() if not (kind.about_person and other_person(h))]
    return [(i, h, name) for i, h, name in found if name]


def _why_unknown(kind: Kind, header: str) -> str:
    """Of a list about people: what the roster has of them is not told by it."""
    roster, last = kinds()["people"], header.rpartition("/")[2]
    name = roster.field_of(last) if kind.about_person and kind.name != "people" else None
    ours = name and not roster.may_mean(last, name)  # 备注 is anybody's
    return "of_roster" if ours else left_out_reason(header, last=True) or "unknown"


def _figures(kind: Kind, headers: dict[int, str], seen: dict[int, Evidence]) -> list[int]:
    """“网格员” above numbers is how many there are."""
    return [
        i
        for i, h in headers.items()
        if kind.links and is_title(h) and seen.get(i, Evidence()).share(["number"]) >= HALF
    ]


def _of_others(
    kind: Kind, headers: dict[int, str], columns: dict[int, Column], own: frozenset[str], seen: dict[int, Evidence]
) -> dict[int, Column]:
    """Columns of other people, and the 电话 or 职务 that stands right of such a name: theirs where the list has another one for its own
    people, asked where it has not."""
    if not kind.about_person:
        return {}
    out: dict[int, Column] = {}
    near = False
    for index, header in headers.items():
        part, whose = part_of(REPEATED.sub("", header))
        taken = columns.get(index)
        other = other_person(header, own | INSTITUTIONS) or is_title(header)
        if taken is None and other and left_out_reason(header) != "figures":
            out[index] = Column(index, header, None, 1.0, "other_person", seen=seen.get(index, Evidence()))
            near = part in (None, "name")
        elif near and part in ("position", "phone") and not whose and "/" not in header:
            rival = part == "phone" and not _own_phone(headers, columns, out, index)
            out[index] = Column(
                index,
                header,
                "phone" if rival else None,
                0.5 if rival else 1.0,
                "other_person",
                seen=seen.get(index, Evidence()),
            )
        else:
            near = False
    first = [c for c in columns.values() if c.field == "phone" and c.why == "contested" and c.index not in out]
    if len(first) == 1 and out:
        c = first[0]
        rivals = [
            i
            for i, o in columns.items()
            if o.why == "contested" and i not in out and part_of(REPEATED.sub("", o.header))[0] == "phone"
        ]
        if rivals == [c.index]:
            out[c.index] = replace(c, confidence=0.9, why="header")
    return out


def _own_phone(headers: dict[int, str], columns: dict[int, Column], others: dict[int, Column], index: int) -> bool:
    """Has the list another column of phones, which is nobody else's?"""
    phones = [
        i for i, h in headers.items() if i != index and i not in others and part_of(REPEATED.sub("", h))[0] == "phone"
    ]
    return any(i < index and i in columns for i in phones)


def _is_address_part(kind: Kind, header: str) -> bool:
    known = {normal_header(text) for texts in address_parts().values() for text in texts}
    return "address" in kind.fields and normal_header(header.rpartition("/")[2]) in known


def _called(headers: dict[int, str], claims: dict[int, tuple[str, str]]) -> frozenset[str]:
    """By which words the list calls the person of the row: of pupils 学生姓名 makes 学生手机号 the row's own."""
    named = [headers[index] for index, (name, _) in claims.items() if name == "name"]
    return persons_in(named[0]) if len(named) == 1 else frozenset()


def _sole(
    kind: Kind, found: Column, headers: dict[int, str], columns: dict[int, Column], seen: dict[int, Evidence]
) -> bool:
    """Do the values of no other unknown column say the same?"""
    others = [i for i in headers if i not in columns and i != found.index]
    rivals = [_by_values(kind, i, "", seen.get(i, Evidence())) for i in others]
    return not any(rival and rival.field == found.field for rival in rivals)


def _only_name(kind: Kind, columns: dict[int, Column]) -> dict[int, Column]:
    """Where nobody else is named: the one column of names, though its header speaks of somebody (业主姓名), is asked about."""
    if kind.name != "people" or {"name", "householder"} & {c.field for c in columns.values()}:
        return {}
    named = [c for c in columns.values() if c.why == "other_person" and c.header.endswith(("姓名", "name", "Name"))]
    return {c.index: replace(c, field="name", confidence=0.5) for c in named} if len(named) == 1 else {}


def _of_householder(kind: Kind, headers: dict[int, str], columns: dict[int, Column]) -> dict[int, Column]:
    """A list of householders: where nobody else is named, what is said of them may be said of the person of the row."""
    fields = {c.field for c in columns.values()}
    if kind.name != "people" or "name" in fields or "householder" not in fields:
        return {}
    out: dict[int, Column] = {}
    for index, header in headers.items():
        own = HOUSEHOLDER.sub("", header).strip("/")
        name = "name" if index in columns and columns[index].field == "householder" else kind.field_of(own)
        if name and own != header and name not in fields:
            out[index] = Column(index, header, name, 0.6, "part")
            fields.add(name)
    return out


def members_in_columns(found: Located) -> bool:
    """Whether each row is a whole household: the householder, and in columns of their own member 1, member 2 …"""
    members = {m[1] for c in found.proposals if (m := MEMBER.search(c.header)) and "姓名" in c.header}
    return found.kind == "people" and "name" not in found.columns and len(members) > 1


def _by_part(kind: Kind, index: int, header: str, seen: Evidence, own: frozenset[str] = frozenset()) -> Column | None:
    """A header that ends or begins with a synonym: “本人手机号码”. One that speaks of somebody else is not taken for ours."""
    text = normal_header(header.rpartition("/")[2])
    if kind.about_person and other_person(header, own):
        return None
    for synonym in sorted(
        (s for s, name in kind.synonyms.items() if kind.fields[name].type != "integer"), key=len, reverse=True
    ):
        long = 2 if re.search(r"[\u3400-\u9fff]", synonym) else 5
        if len(synonym) >= long and (text.endswith(synonym) or text.startswith(synonym)):
            name = kind.synonyms[synonym]
            if name == "status" and not kind.is_sure(synonym):
                continue  # 健康状态, 婚姻状态: any state of anything
            suits = fit(kind.fields[name], seen)
            if contradicts(kind.fields[name], seen) or (suits is not None and suits < 0.5):
                return None
            return Column(index, header, name, 0.6 if suits is None else 0.55 + 0.35 * suits, "part", seen=seen)
    return None


def _by_values(kind: Kind, index: int, header: str, seen: Evidence, own: frozenset[str] = frozenset()) -> Column | None:
    for name, shape, share, sure in TELLING if seen.enough and not other_person(header, own) else ():
        if name in kind.fields and seen.share([shape]) >= share and (name != "name" or seen.distinct > 0.5):
            if name in ("sex", "direction") and all(map(str.isdecimal, seen.examples)):
                continue  # 1 and 2 may be anything
            return Column(index, header, name, sure, "values", seen=seen)
    return None


def sensitive(header: str) -> str | None:
    """The category of a header whose column is never stored; None for others."""
    text = header.lower()
    for category, words in sensitive_words().items():
        for word in words:
            if re.search(rf"\b{re.escape(word)}\b", text) if word.isascii() else word in text.replace(" ", ""):
                return category
    return None


def _answered(columns: list[Column], answers: Answers) -> list[Column]:
    """What was said wins over what was proposed. A field has one column, or those that were said to make it, in that order."""
    by = "saved" if answers.saved else "chosen"
    given = {normal_header(header): (rank, name) for rank, (header, name) in enumerate(answers.columns.items())}
    said = {
        c.index: given[normal_header(c.header)] for c in columns if normal_header(c.header) in given and not c.sensitive
    }
    taken = {f for _, name in said.values() if name for f in name.split(AND)} | set(answers.fixed)
    out = []
    for c in columns:
        if c.index in said:
            rank, name = said[c.index]
            same = c.why == "joined" and c.field == name
            out.append(replace(c, field=name, confidence=1.0, why=by, rank=c.rank if same else rank))
            continue
        left = [f for f in c.fields if f not in taken or (c.why == "joined" and f not in answers.fixed)]
        if len(left) == len(c.fields):
            out.append(c)
        else:
            out.append(replace(c, field=AND.join(left) or None, confidence=1.0, why=c.why if left else "contested"))
    return out
