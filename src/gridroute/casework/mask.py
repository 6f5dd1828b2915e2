"""遮蔽: what in a text tells who wrote it, and the text without it (N21, I28, I30; 《信访工作条例》30条)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gridroute.casework.person import persons

#: Letters, digits and signs of full width, and all dashes, as those of the keyboard; one stays one.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, "‐‑–—―−"), "-")
_SEPARATED = r"[-\s]?"
#: What identifies a person wherever it stands: numbers of identity cards and the like; nobody needs them to act.
_ALWAYS: tuple[tuple[str, str], ...] = (
    ("证件号", r"(?<!\d)\d{6}\s?\d{8}\s?\d{3}[\dXx](?!\d)"),
    # fifteen digits alone are the code of a grid
    ("证件号", r"(?:身份证|证件)[号码是为:\s]{0,4}\d{15}(?!\d)"),
    ("账号", r"(?<!\d)\d{16,19}(?![\dXx])"),
)
#: How a person can be reached: whoever must call them needs it.
_REACH: tuple[tuple[str, str], ...] = (
    ("电话", rf"(?<!\d)1[3-9]\d{_SEPARATED}\d{{4}}{_SEPARATED}\d{{4}}(?!\d)"),
    ("电话", r"(?<![\d.])1(?![3-9]?\s+20\d\d)[\s.·-]{0,2}[3-9](?:[\s.·-]{0,2}\d){9}(?!\d)"),
    ("电话", r"(?<!\d)0\d{2,3}[-\s]?\d{7,8}(?!\d)"),
    ("电话", r"(?:电话|手机|致电|联系方式)[号码是为:\s]*\d{7,8}(?!\d)"),
    ("电话", r"[零〇一二三四五六七八九幺两]{11}"),
    ("邮箱", r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"),
    ("账号", r"(?:微信|QQ|qq|V信|wx|加我?[Vv][Xx]?(?=[:\s]))号?[是为:\s]*[A-Za-z0-9_-]{5,20}"),
)
_NUMBER = r"(?:\d{1,4}|[A-Za-z]\d{0,3}|[零〇一二两三四五六七八九十百]{1,5})"
_ROOM = r"(?:\d{3,4}|[零〇一二三四五六七八九]{3,4})"
#: Where they live and what they drive: hidden where the informant is.
_WHERE: tuple[tuple[str, str], ...] = (
    (
        "门牌",
        rf"{_NUMBER}(?:号楼|号院|楼|栋|幢|座|#楼?)-?(?:{_NUMBER}(?:单元|门|-|#))-?{_ROOM}(?!\d)[室户房号]?",
    ),
    ("门牌", rf"{_NUMBER}(?:号楼|号院|栋|幢|座|单元|#楼?)-?{_ROOM}(?![\d年元户人米天])[室户房号]?"),
    ("门牌", r"(?<![\d.-])(?![48]00-)(?:\d{1,3}-){2,3}\d{1,4}(?![\d年月日-])"),
    ("门牌", r"(?<=[住园苑区城府里院村家寓庭])\d{1,3}-\d{3,4}(?![\d年元户人米天-])"),
    ("门牌", r"(?:住|房号|室号|门牌)[在为是:]?\d{3,4}(?![\d年元户人米天平个岁])[室户房号]?"),
    ("门牌", r"[A-Za-z0-9一二三四五六七八九十百]+(?:号楼|栋|幢|单元|室(?![一二两三1-4]厅)|号院|号门)"),
    ("门牌", r"\d{1,3}#(?:楼|\d{0,4})"),
    ("门牌", r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})楼[东西中南北]户"),
    (
        "门牌",
        r"(?:门牌)?(?<![月第)\]〕】﹞\d一二三四五六七八九十])[0-9一二三四五六七八九十百]+号"
        r"(?!线|店|门|文|令|井|泵|楼|上午|下午|晚|早|中午|凌晨|左右|之前|以前|之后|以后|开始)",
    ),
    (
        "车牌",
        r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新使][A-Za-z][·\s]?[A-Za-z0-9]{4,5}[A-Za-z0-9警学挂港澳]",
    ),
)
_SETS = {
    "always": _ALWAYS,
    "reach": (*_ALWAYS, *_REACH),
    "who": (*_ALWAYS, *_REACH, *_WHERE),
}
_COMPILED = {
    level: tuple((label, re.compile(pattern)) for label, pattern in patterns) for level, patterns in _SETS.items()
}
_TWICE = re.compile(r"(〔\w+〕)(?:[-－—–]?\1)+")
#: What is hidden wherever it stands in the texts of a case, once one of them gave it away.
_EVERYWHERE = frozenset({"证件号", "账号", "电话", "邮箱", "姓名", "车牌"})


class Mask:
    """遮蔽: hides what ``level`` hides, and what the texts ``beside`` gave away: a name said there and bare here."""

    def __init__(self, level: str, beside: Iterable[str] = ()) -> None:
        self.level = level
        self._known = {
            mark: label
            for text in beside
            for mark, label in _found(text, level).items()
            if label in _EVERYWHERE and len(mark) > 1
        }

    def hide(self, text: str) -> str:
        """``text`` with each mark replaced by what it was, as 〔电话〕."""
        made = self._known | _found(text, self.level)
        for mark in sorted(made, key=lambda one: (-len(one), one)):
            text = text.replace(mark, f"〔{made[mark]}〕")
        return _TWICE.sub(r"\1", text)


def marks(text: str, level: str = "who") -> list[str]:
    """What of ``text`` is hidden at ``level``.

    ``always``: numbers of documents; ``reach``: also how to reach a person; ``who``: also names and doors.
    """
    return list(_found(text, level))


def masked(text: str, level: str = "who") -> str:
    """``text`` with each such mark replaced by what it was, as 〔电话〕."""
    return Mask(level).hide(text)


def _found(text: str, level: str) -> dict[str, str]:
    """Each mark in ``text`` with what it is."""
    plain = text.translate(_NARROW)
    made: dict[str, str] = {}
    for label, pattern in _COMPILED[level]:
        for match in pattern.finditer(plain):
            made.setdefault(text[slice(*match.span())], label)
    return made | (dict.fromkeys(persons(plain), "姓名") if level == "who" else {})
