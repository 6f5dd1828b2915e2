"""遮蔽: what in a text tells who wrote it, and the text without it (N21, I28, I30; 《信访工作条例》30条)."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: Common surnames: a name after a cue like 我叫, or before 先生, is hidden.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳"
)
_CUES = r"(?:我叫|我是|本人|姓名|联系人|举报人|投诉人|反映人|诉求人|当事人)(?:姓名|叫|为|是)?[::\s]*"
_CALLED = r"(?:先生|女士|同志|大爷|大妈|阿姨|师傅)"
_SEPARATED = r"[-\s－—]?"
#: What identifies a person wherever it stands: numbers of identity cards and the like; nobody needs them to act.
_ALWAYS: tuple[tuple[str, str], ...] = (
    ("证件号", r"(?<!\d)\d{6}\s?\d{8}\s?\d{3}[\dXxＸ](?!\d)"),
    ("账号", r"(?<!\d)\d{16,19}(?![\dXxＸ])"),
)
#: How a person can be reached: whoever must call them needs it.
_REACH: tuple[tuple[str, str], ...] = (
    ("电话", rf"(?<!\d)[1１][3-9\uff13-\uff19]\d{_SEPARATED}\d{{4}}{_SEPARATED}\d{{4}}(?!\d)"),
    ("电话", r"(?<!\d)[0０]\d{2,3}[-\s－—]?\d{7,8}(?!\d)"),
    ("电话", r"(?:电话|手机|致电|联系方式)[号码是为::\s]*\d{7,8}(?!\d)"),
    ("邮箱", r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}"),
    ("账号", r"(?:微信|QQ|qq|V信|wx)号?[是为::\s]*[A-Za-z0-9_-]{5,20}"),
)
#: Who they are and where they live: hidden where the informant is.
_WHO: tuple[tuple[str, str], ...] = (
    ("姓名", rf"{_CUES}[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?![\u4e00-\u9fff]*[村镇县市区路街厂局])"),
    ("姓名", rf"[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}{_CALLED}"),
    ("门牌", r"[A-Za-z0-9一二三四五六七八九十百]+(?:号楼|栋|幢|单元|室|号院|号门)"),
    ("门牌", r"(?:门牌)?[0-9一二三四五六七八九十百]+号(?!线|店|门|文|令|井|泵|楼)"),
    ("车牌", r"[\u4e00-\u9fff][A-Z][·\s]?[A-Z0-9]{5,6}"),
)
_SETS = {
    "always": _ALWAYS,
    "reach": (*_ALWAYS, *_REACH),
    "who": (*_ALWAYS, *_REACH, *_WHO),
}
_COMPILED = {
    level: tuple((label, re.compile(pattern)) for label, pattern in patterns) for level, patterns in _SETS.items()
}


def marks(text: str, level: str = "who") -> list[str]:
    """What of ``text`` is hidden at ``level``.

    ``always``: numbers of documents; ``reach``: also how to reach a person; ``who``: also names and doors.
    """
    return [found for _, found in _found(text, level)]


def masked(text: str, level: str = "who") -> str:
    """``text`` with each such mark replaced by what it was, as 〔电话〕."""
    for label, found in _found(text, level):
        text = text.replace(found, f"〔{label}〕")
    return text


def _found(text: str, level: str) -> Iterator[tuple[str, str]]:
    made = {match.group(): label for label, pattern in _COMPILED[level] for match in pattern.finditer(text)}
    for found in sorted(made, key=len, reverse=True):
        yield made[found], found
