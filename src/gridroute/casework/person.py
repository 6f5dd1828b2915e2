"""人名: the names of private persons in a text, told by what stands before and behind them (I28, I30).

A name is a surname with one or two characters. That alone is no mark: 高度, 安全 and 马上 begin with a surname, and
so do villages. So a name is told by its place in the sentence: behind 我叫, behind 业主 where it ends there, before
先生, before a number to call, behind a door, as a signature. Whoever holds a post (王主任, 高所长) is not a
private person and stays: the matter may be about them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from gridroute.casework.surname import ENDING, SURNAMES, TWO, WORDS

_HAN = r"[\u4e00-\u9fff]"
_SURNAME = rf"(?:{'|'.join(TWO)}|[{SURNAMES}])"
_NAME = rf"(?:{_SURNAME}{_HAN}{{1,2}})"
#: What a name before a title does not end in: 常有老人, 成了老师.
_NEVER_LAST = frozenset("的了有给对让要换说在是和与到着过请等些个几及或会能也都不没被把跟从就叫找为多级职监该")
#: Who holds a post is not a private person.
_POST = re.compile(
    "[局所站镇县市区部科队校院厅处村社组班团股署园]长|书记|主任|经理|支书|主席|会长|法官|警官|医生|律师|总$"
)
_TITLE = (
    "先生|女士|小姐|同志|老师|师傅|大爷|大妈|大娘|大叔|大婶|大哥|大姐|大嫂|阿姨|"
    "奶奶|爷爷|叔叔|婶子|老人|老汉|老太太|老太|太太"
)
#: What a name of a place, a body or a firm ends in; the name of a person seldom does.
_PLACE_END = frozenset("村庄屯镇乡县市区路街巷厂局所店院校站组队办社园苑矿场馆")
#: 李家峪, 王家岭: a village that a family gave its name, said without 村.
_AFTER_FAMILY = frozenset("岭峪沟庙楼崖湾河洼坡台铺埠埃坊官堂林桥泉山峡滩圈套营寨堡集井胡")
#: What may follow a name in a sentence.
_BEHIND = (
    f"{_TITLE}|家住|家里|家中|家门|家(?!居委|胡同|{_HAN}?[庄村沟园河湾岭峪])|住|的|说|称|讲|反映|反应|投诉|举报|来电|致电|来信|咨询|表示|认为|要求|请求|希望|"
    "实名|电话|手机|联系|身份证|在|是|与|和|及|跟|同|对|于|因|为|被|把|将|让|给|向|从|到|来|去|也|又|都|已|曾|"
    "没|不|有|无|还|就|正|请|要|问|了解|核实|沟通|处理|解决|协商|夫妻|夫妇|一家|全家|多次|本人|等|之|昨|今|年|拒|欠|打|骂|殴|擅自|私自|违|占"
)
_ENDS = rf"(?=$|[^\u4e00-\u9fff]|{_BEHIND})"
_STOPS = r"(?=$|[^\u4e00-\u9fff])"
#: Behind these stands a name and nothing else.
_SAYS = (
    r"(?:我叫|我名叫|我的名字(?:是|叫)?|姓名"
    r"|(?:联系人|举报人|投诉人|反映人|诉求人|当事人|报修人|申请人|来电人|署名|签名|落款|本人|户主|业主|住户|居民|村民)(?:姓名|名叫|叫做|叫|是|为|:)|[他她](?:名叫|叫))"
    r"(?:叫做|叫|为|是)?[:\s]*"
)
#: Behind these a name may stand.
_MAY_SAY = (
    r"(?:我是|本人|找到?|联系(?:人|到|上)?|举报人|投诉人|反映人|诉求人|当事人|报修人|申请人|来电人|住户|(?<!物)业主|户主|房主|房东|租户|租客|"
    r"残疾人|低保户|贫困户|五保户|脱贫户|独居老人|退伍军人|军属|村民|居民|市民|群众|邻居|老乡|职工|教师|工人|[户人位子名]叫)[:,\s]*"
)
_SIGNED = r"(?:-{1,4}|敬礼|谢谢|感谢|此致|[。!\n])[!。.,\s]{0,8}"
_DATED = r"(?=\s{0,8}(?:敬上|敬启|呈上|谨上|上)?[\s。.)]{0,8}(?:\d{2,4}[-年./]\d.{0,12})?$)"
#: What nobody is called who is called so behind 我叫: 我叫了物业来修.
_CALLED_FOR = re.compile("[了来过给把车人他她你去上几谁]|物业|社区|电工|师傅|公司")

_SAID = re.compile(rf"{_SAYS}(?=({_HAN}{{1,8}}[··•]{_HAN}{{1,8}}|{_HAN}{{2,6}}))")
_MAYBE = re.compile(rf"{_MAY_SAY}(?=[老小阿]?{_SURNAME})([老小阿]?)")
#: Of whom somebody tells what they are called.
_KIN = "(?:[爸妈爹娘爷奶儿女夫妻哥姐弟妹]|老公|老婆|媳妇|儿子|闺女|孩子|小子|父亲|母亲|孙子|孙女)"
_PATTERNS = (
    re.compile(
        rf"(?<!{_HAN})({_NAME})(?=[\s,、:(]*(?:先生|女士)?(?:的?联系)?(?:电话|手机|方式|号码?|[是为:,\s])*"
        r"1[3-9][\d*][\d* -]{8})"
    ),
    re.compile(rf"(?:\d[室户房]|\d号(?!文)|单元\d{{3,4}}|-\d{{3,4}})(?:业主|住户|的)?[:,\s]*({_NAME}){_ENDS}"),
    re.compile(rf"{_SIGNED}({_NAME}){_DATED}", re.MULTILINE),
    re.compile(rf"(?:^|[,。;:!?\s]|{_KIN})叫({_NAME}){_STOPS}"),
    re.compile(rf"(?:系|是|为|[,。;:\s]|^)({_NAME})(?=之[妻夫子女父母兄弟姐妹孙]{_STOPS})"),
)
_BEGUN, _ANY = re.compile(_NAME), re.compile(rf"{_HAN}{{2,6}}{_STOPS}")
_LONG, _SHORT = (re.compile(rf"{_SURNAME}{_HAN}{{{length}}}{_ENDS}") for length in (2, 1))
_FAMILIAR, _MAY_FOLLOW = re.compile(rf"{_SURNAME}[哥姐叔婶]?{_ENDS}"), re.compile(_BEHIND)
_TITLED, _NAMED = re.compile(_TITLE), re.compile(rf"{_SURNAME}{_HAN}{{0,2}}")
_SURNAMED = re.compile(rf"(?:我|他|她|本人|免贵|是|,|。|^)(姓(?:氏?[为是])?{_SURNAME})(?![名氏])")
#: Surnames that are little words too: 向李女士 is said to Ms Li.
_LITTLE = frozenset("于向任成方和安包关常单")


def persons(text: str) -> Iterator[str]:
    """The names of private persons in ``text``, as they are written; one that is found in two ways twice.

    ``text`` has the letters, digits and signs of the keyboard, not those of full width.
    """
    for cue in _SAID.finditer(text):
        yield from _told(text, cue)
    for cue in _MAYBE.finditer(text):
        yield from _ended(text, cue.end(), cue[1])
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if _is_name(match[1]) and match[1][-1] not in _PLACE_END:
                yield match[1]
    for title in _TITLED.finditer(text):
        yield from _titled(text, title)
    yield from (match[1] for match in _SURNAMED.finditer(text))


def _is_name(word: str) -> bool:
    if word[1:2] == "家" and word[2:] in _AFTER_FAMILY:
        return False
    return "某" not in word and not word.startswith(WORDS) and not _POST.search(word)


def _told(text: str, cue: re.Match[str]) -> Iterator[str]:
    """The name right behind 我叫 or 姓名: as far as it goes; of a people without surnames up to the next stop."""
    at, rest, of_self = cue.end(), cue[1], cue[0].startswith("我")
    if any(one in rest for one in "··•"):
        yield rest
        return
    ended = list(_ended(text, at, ""))
    if ended:
        yield from ended
        return
    begun = _BEGUN.match(text, at)
    if begun is not None and (of_self or cue[0].startswith("姓名") or begun.end() == len(text)) and _is_name(begun[0]):
        yield begun[0]
    elif of_self and _ANY.match(text, at) and not _CALLED_FOR.search(rest):
        yield rest


def _ended(text: str, at: int, before: str) -> Iterator[str]:
    """The name at ``at`` if it ends where a name can end, the longer one first; 老张 with what is ``before`` it."""
    if before:
        short = _FAMILIAR.match(text, at)
        if short is not None:
            yield before + short[0]
            return
    for length, pattern in ((2, _LONG), (1, _SHORT)):
        found = pattern.match(text, at)
        if found is not None and found[0][-1] not in "的说在是被":
            if _is_name(found[0]) and found[0][-1] not in _PLACE_END:
                yield found[0]
                if length == 2 and _MAY_FOLLOW.match(found[0][-1]):
                    yield found[0][:-1]
            return


def _titled(text: str, title: re.Match[str]) -> Iterator[str]:
    """The name with its title, the longest that may be one: 欧阳明女士, 李女士."""
    start = title.start()
    for length in (4, 3, 2, 1):
        name = text[max(0, start - length) : start]
        if len(name) < length or not _NAMED.fullmatch(name):
            continue
        if not _is_name(name) or name[-1] in _NEVER_LAST:
            continue
        if length == 1 and text[max(0, start - 2) : start] in ENDING:
            continue
        if length > 1 and name[0] in _LITTLE and name[1] in SURNAMES:
            continue
        yield name + title[0]
        if length > 1:
            yield name
        return
