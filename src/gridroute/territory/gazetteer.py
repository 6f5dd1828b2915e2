"""地名: the ways in which people write a village or township, and where a text names one.

A name counts only where it stands free: what comes before it must be a boundary, so that 王辛庄村 is never
read as 辛庄村. Of overlapping names the longest counts. A bare stem (辛庄, 泉林) counts only where the words
around it leave no doubt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from gridroute.model import Place
from gridroute.territory.register import Territory

_COMMITTEE = (
    "社区居民委员会",
    "社区居委会",
    "社区村民委员会",
    "居民委员会",
    "居委会",
    "村民委员会",
    "村民会员会",
    "村民委会",
    "村委会",
)
_TOWN_KINDS = re.compile(r"(街道办事处|街道|镇|乡|苏木|农场)$")
#: What may stand right before a free-standing name.
_BEFORE = frozenset("在于到是住我们的去从和与及或往村居民向为来给叫咱俺这那里边处近位址、以至跟同由经属院")
#: 家 is a boundary only after one of these: 我家, 俺家; after a surname it is part of a name.
_OUR_HOME = re.compile(r"[我俺咱在老们回住到]家$")
#: The end of a larger place: what follows it lies in *that* place, so it must be one of ours.
_LARGER = ("镇", "乡", "街道", "办事处", "县", "市", "区", "旗", "省")
#: Larger places that are named by nobody's name: 我们镇, 本县, 城区.
_OURS = re.compile(r"(([俺们本我咱该全这]|附近)(镇|乡|街道|县|市)|[城社小园景库山林片]区)$")
#: A township by name: two characters or more before 镇 or 乡 that make no common word with it.
_TOWNSHIP = re.compile(r"[\u4e00-\u9fff][^\W\d_俺们本我咱该全这各两乡城村集小古老家下返回故异水他同](?:镇|乡)")
#: What, after a full name, makes it no place at all: 龙城社区等网站.
_ELSEWHERE = re.compile(r"(等)?(网站|论坛|平台|贴吧|公众号|网友)")
#: What, right after a bare stem, makes it the name of something else.
_ELSE = re.compile(r"(路|街|大道|镇|乡|水库|小学|中学|学校|医院|大桥|桥|公园|广场|山|河|集团|公司|商场|超市|高速|站)")
#: What may follow a bare stem; anything else may be more of a longer name.
_AFTER = re.compile(
    r"(村|社区|附近|路口|村口|村头|村东|村西|村南|村北|东头|西头|南头|北头|东|西|南|北|旁|边|里|内|外|前|后|那|这|的|有|在|与|和|跟|同|及|到|往"
    r"|口|处|大街|小学|幼儿园|卫生室|广场|大队|学校|敬老院|党群|委|人|村民|居民|老|一|二|三|四|五|六|七|八|九|十|\d|整|全|家|是|被|让|没|停|路|又|也|都)"
)
_STEM_ENDS = tuple("庄沟峪寨崖埠屯")
#: Blanks and marks of both widths.
_BLANK = re.compile(
    r"[\s,\uff0c\u3002;\uff1b:\uff1a\u00b7\-\u2014_()\uff08\uff09\[\]\u3010\u3011\uff01!?\uff1f~\uff5e]+"
)


def short_name(name: str) -> str:
    """A village or community as people call it: 仲子社区, 卞桥一村, 北孙徐村."""
    for suffix in _COMMITTEE:
        if name.endswith(suffix) and len(name) > len(suffix):
            stem = name[: -len(suffix)]
            if suffix.startswith("社区"):
                return stem + "社区"
            return stem if stem.endswith(("村", "社区", "嘎查")) else stem + ("村" if "村" in suffix else "社区")
    return name


def stem_of(name: str) -> str:
    """The short name without 村 or 社区."""
    short = short_name(name)
    for suffix in ("社区", "嘎查", "村"):
        if short.endswith(suffix) and len(short) - len(suffix) >= 2:
            return short[: -len(suffix)]
    return short


def forms_of(name: str) -> set[str]:
    """Every full way of writing a village or community; none of them is a bare stem."""
    short, stem = short_name(name), stem_of(name)
    forms = {name, short}
    if name.endswith("社区居民委员会") or short.endswith("社区"):
        forms |= {stem + tail for tail in ("社区", "社区居委会", "社区居民委员会", "居委会", "社区居委")}
    elif short.endswith("嘎查"):
        forms |= {stem + "嘎查"}
    else:
        tails = ("村", "村委会", "村村委会", "村民委员会", "村村民委员会", "村委")
        forms |= {stem + tail for tail in tails}
        forms |= {short + tail for tail in ("村委会", "村民委员会", "村委")}
    return {form for form in forms if len(form) >= 3 or form == name}


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text, from ``start`` to ``end``."""

    start: int
    end: int
    codes: tuple[str, ...]
    form: str
    township: bool


@dataclass(frozen=True)
class Gazetteer:
    """The names of one territory."""

    territory: Territory

    @cached_property
    def _full(self) -> dict[str, tuple[str, ...]]:
        names: dict[str, list[str]] = {}
        for place in self.territory.communities:
            for form in forms_of(place.name):
                names.setdefault(form, []).append(place.code)
        for alias, code in self.territory.aliases:
            names.setdefault(alias, []).append(code)
        return {form: tuple(dict.fromkeys(codes)) for form, codes in names.items()}

    @cached_property
    def _stems(self) -> dict[str, tuple[str, ...]]:
        names: dict[str, list[str]] = {}
        for place in self.territory.communities:
            stem = stem_of(place.name)
            if len(stem) >= 2:
                names.setdefault(stem, []).append(place.code)
        return {form: tuple(codes) for form, codes in names.items()}

    @cached_property
    def _towns(self) -> dict[str, tuple[str, ...]]:
        names: dict[str, list[str]] = {}
        for place in self.territory.townships:
            stem = _TOWN_KINDS.sub("", place.name)
            forms = (
                {place.name, stem + "街道办事处", stem + "街道办"}
                if "街道" in place.name
                else {
                    place.name,
                    place.name + "政府",
                    place.name + "人民政府",
                }
            )
            for form in forms:
                names.setdefault(form, []).append(place.code)
        return {form: tuple(codes) for form, codes in names.items()}

    @cached_property
    def _town_stems(self) -> dict[str, str]:
        return {_TOWN_KINDS.sub("", place.name): place.code for place in self.territory.townships}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        forms = sorted({*self._full, *self._towns}, key=lambda form: (-len(form), form))
        return re.compile("|".join(map(re.escape, forms)) or r"(?!)")

    @cached_property
    def _stem_pattern(self) -> re.Pattern[str]:
        forms = sorted(self._stems, key=lambda form: (-len(form), form))
        return re.compile("|".join(map(re.escape, forms)) or r"(?!)")

    @cached_property
    def _county_names(self) -> tuple[str, ...]:
        name = self.territory.county.name
        return (name, name[:-1]) if len(name) > 2 else (name,)

    def mentions(self, text: str) -> list[Mention]:
        """The places that ``text`` names, in the order in which they stand."""
        text = _BLANK.sub(" ", text)
        found: list[Mention] = []
        elsewhere: set[str] = set()
        position = 0
        while match := self._pattern.search(text, position):
            form, start, end = match[0], match.start(), match.end()
            town = form in self._towns
            if not self._free(text, start, found):
                if text[:start].rstrip().endswith(_LARGER):
                    elsewhere.add(form)
                position = start + 1
                continue
            if not town and _ELSEWHERE.match(text, end):
                position = end
                continue
            codes = self._towns[form] if town else self._full[form]
            found.append(Mention(start, end, codes, form, town))
            position = end
        # a name that is once said to lie elsewhere lies there throughout
        found = [mention for mention in found if mention.form not in elsewhere]
        found.extend(self._short_towns(text, found))
        found.extend(self._bare(text, found))
        return sorted(found, key=lambda mention: mention.start)

    def _free(self, text: str, start: int, before: list[Mention]) -> bool:
        """Whether a name that begins at ``start`` is not the tail of a longer, unknown one."""
        if any(mention.end == start for mention in before) or text.endswith(self._county_names, 0, start):
            return True
        before_it = text[max(0, start - 8) : start].rstrip()
        if before_it.endswith(_LARGER):
            known = (*self.territory.within, *self._town_stems)
            return _OURS.search(before_it) is not None or before_it.endswith(known)
        if start == 0 or text[start - 1] in _BEFORE or not _is_han(text[start - 1]) or _OUR_HOME.search(before_it):
            return True
        return text.endswith(tuple(self._town_stems), 0, start)

    def _short_towns(self, text: str, found: list[Mention]) -> list[Mention]:
        """A township without 镇 or 街道 (泉林), right before the name of one of its villages."""
        made: list[Mention] = []
        for stem, code in self._town_stems.items():
            for mention in found:
                if mention.township or not text.endswith(stem, 0, mention.start):
                    continue
                if any(self.territory.places[one].parent == code for one in mention.codes):
                    made.append(Mention(mention.start - len(stem), mention.start, (code,), stem, True))
            for match in re.finditer(re.escape(stem), text):
                after = self._stem_pattern.match(text, match.end())
                overlaps = any(m.start < match.end() and match.start() < m.end for m in (*found, *made))
                if after is None or overlaps or not self._free(text, match.start(), found):
                    continue
                codes = tuple(one for one in self._stems[after[0]] if self.territory.places[one].parent == code)
                if codes and not self._is_else(text, after.end()):
                    made.append(Mention(match.start(), match.end(), (code,), stem, True))
        return made

    def _bare(self, text: str, found: list[Mention]) -> list[Mention]:
        """Bare stems: right after a township of theirs, or long ones that stand free with a village's ending."""
        made: list[Mention] = []
        for match in self._stem_pattern.finditer(text):
            stem, start, end = match[0], match.start(), match.end()
            if any(mention.start < end and start < mention.end for mention in found):
                continue
            codes = self._stems[stem]
            town = next((m for m in found if m.township and m.end <= start and not text[m.end : start].strip()), None)
            if town is not None:
                codes = tuple(code for code in codes if self.territory.places[code].parent in town.codes)
            elif len(stem) < 3 or not stem.endswith(_STEM_ENDS) or not self._free(text, start, found):
                continue
            if codes and not self._is_else(text, end):
                made.append(Mention(start, end, codes, stem, False))
        return made

    @staticmethod
    def _is_else(text: str, end: int) -> bool:
        return _ELSE.match(text, end) is not None or (_is_han(text[end : end + 1]) and not _AFTER.match(text, end))

    def outside(self, text: str) -> str | None:
        """The neighbouring county that ``text`` places the matter in, by name and a place of it."""
        for name in self.territory.neighbours:
            if re.search(re.escape(name) + r".{0,12}?(镇|乡|街道|村|社区|路|小区|大道|境内|城区)", text):
                return name
        return None

    def without_places(self, text: str) -> str:
        """``text`` with every place it names left blank: a township named after a river is no river."""
        text = _BLANK.sub(" ", text)
        for mention in reversed(self.mentions(text)):
            text = text[: mention.start] + " " + text[mention.end :]
        return text

    def foreign_township(self, text: str) -> bool:
        """Whether ``text`` names a township that is none of this county's."""
        own = tuple(place.name for place in self.territory.townships)
        return any(not text.endswith(own, 0, match.end()) for match in _TOWNSHIP.finditer(text))

    def county_named(self, text: str) -> bool:
        """Whether ``text`` names this county in full."""
        return self.territory.county.name in text


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


def called(place: Place) -> str:
    """A place as people call it."""
    return short_name(place.name) if place.level == "community" else place.name
