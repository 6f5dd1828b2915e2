"""地名: the ways in which people write a village or township, and where a text names one.

A name counts only where it stands free: what comes before it must be a boundary, so that 王辛庄村 is never
read as 辛庄村. Of overlapping names the longest counts. A bare stem (辛庄, 泉林) counts only where the words
around it leave no doubt.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
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
#: Larger places that are named by nobody's name: 我们镇, 本县, 小区; 城区 only where it begins a phrase.
_OURS = re.compile(
    r"(([俺们本我咱该全这]|附近)(镇|乡|街道|县|市)|[社小校厂园]区|(^|[^\u4e00-\u9fff]|县)(老城|新城|城|景|山|库|片|辖)区)$"
)
#: Counties, cities and districts by name, and the words that only end like one.
_COUNTIES = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:自治县|自治州|市|县|旗)(?![里城医政委局公直民级场面])")
_NO_COUNTY = frozenset("俺们本我咱该全这各外邻城集超门夜早上菜股楼都黑花鱼红国锦彩")
_DISTRICTS = re.compile(r"[\u4e00-\u9fff]{1,4}区")
_NO_DISTRICT = frozenset("社小校厂园景山库片辖地灾林牧病街营战禁雷老新矿")
#: What may stand between names in a row: 大鲍、小鲍.
_JOINTS = " 、与和及跟同到至"
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


def plain(text: str) -> str:
    """``text`` with letters, digits and marks of one width, and every run of blanks and marks as one blank."""
    return _BLANK.sub(" ", unicodedata.normalize("NFKC", text))


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
    """A place named in a text, from ``start`` to ``end``; ``foreign`` where it lies in another county's place."""

    start: int
    end: int
    codes: tuple[str, ...]
    form: str
    township: bool
    foreign: str = ""


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
        """The places that ``text`` names, in the order in which they stand.

        A name that lies in another county's place is a mention too, with that place as ``foreign``.
        """
        text = plain(text)
        covered = bytearray(len(text))
        found: list[Mention] = []
        elsewhere: dict[str, str] = {}
        position = anchor = 0
        while match := self._pattern.search(text, position):
            form, start, end = match[0], match.start(), match.end()
            anchor = max(anchor, self._own_anchor(text, anchor, start))
            town = form in self._towns
            # a township of ours is foreign only right after another county; a village in its whole phrase
            foreign = self._foreign(text[max(anchor, start - 8) : start] if town else text[anchor:start])
            if town and not text[:start].rstrip(" 的").endswith((foreign, foreign[:-1]) if foreign else ()):
                foreign = ""
            if not foreign and not self._free(text, start, bool(start) and covered[start - 1] == 1):
                larger = text[:start].rstrip()
                if larger.endswith(_LARGER):
                    elsewhere[form] = larger[-4:]
                position = start + 1
                continue
            if not town and _ELSEWHERE.match(text, end):
                position = end
                continue
            found.append(Mention(start, end, self._towns[form] if town else self._full[form], form, town, foreign))
            covered[start:end] = b"\x01" * (end - start)
            anchor = end if town and not foreign else anchor
            position = end
        # a name that is once said to lie elsewhere lies there throughout
        found = [replace(one, foreign=elsewhere[one.form]) if one.form in elsewhere else one for one in found]
        found.extend(self._short_towns(text, found, covered))
        found.extend(self._bare(text, sorted(found, key=lambda one: one.start), covered))
        return sorted(found, key=lambda mention: mention.start)

    def _own_anchor(self, text: str, first: int, last: int) -> int:
        """Where the last name of this county, or of a larger place around it, ends between two positions."""
        ends = (text.rfind(name, first, last) + len(name) for name in self._own_names if name in text[first:last])
        return max(ends, default=first)

    @cached_property
    def _own_names(self) -> tuple[str, ...]:
        return (self.territory.county.name, *self.territory.within)

    def _foreign(self, before: str) -> str:
        """The other county or district that ``before``, what stands between our names and a name, speaks of."""
        for name in self.territory.neighbours:
            if name in before or name[:-1] in before:
                return name
        for match in _COUNTIES.finditer(before):
            if before[match.end() - 2] not in _NO_COUNTY and not match[0].endswith(self._own_names):
                return match[0]
        for match in _DISTRICTS.finditer(before):
            name = match[0]
            if name.endswith("城区"):
                if len(name) > 2 and name[-3] not in _BEFORE and name[-3] != "县":
                    return name
            elif name[-2] not in _NO_DISTRICT:
                return name
        return ""

    def _free(self, text: str, start: int, follows: bool) -> bool:
        """Whether a name that begins at ``start`` is not the tail of a longer, unknown one."""
        left = text[max(0, start - 12) : start].rstrip()
        if follows or not left or left.endswith((*self._county_names, *self._own_names)):
            return True
        if left.endswith(_LARGER):
            return _OURS.search(left) is not None or left.endswith(tuple(self._town_stems))
        if left[-1] in _BEFORE or not _is_han(left[-1]) or len(left) < start - max(0, start - 12):
            return True
        return _OUR_HOME.search(left) is not None or left.endswith(tuple(self._town_stems))

    def _short_towns(self, text: str, found: list[Mention], covered: bytearray) -> list[Mention]:
        """A township without 镇 or 街道 (泉林), right before the name of one of its villages."""
        made: list[Mention] = []
        villages = {mention.start: mention for mention in found if not mention.township and not mention.foreign}
        for stem, code in self._town_stems.items():
            for match in re.finditer(re.escape(stem), text):
                start, end = match.start(), match.end()
                if any(covered[start:end]) or not self._free(text, start, bool(start) and covered[start - 1] == 1):
                    continue
                village = villages.get(end)
                codes = village.codes if village else ()
                after = self._stem_pattern.match(text, end) if village is None else None
                if after is not None and not self._is_else(text, after.end()):
                    codes = self._stems[after[0]]
                if any(self.territory.places[one].parent == code for one in codes):
                    made.append(Mention(start, end, (code,), stem, True))
                    covered[start:end] = b"\x01" * (end - start)
        return made

    def _bare(self, text: str, found: list[Mention], covered: bytearray) -> list[Mention]:
        """Bare stems: in a row of names after a township of theirs, or long ones that stand free."""
        made: list[Mention] = []
        known = {mention.start: mention for mention in [*found, *self._short_towns(text, found, covered)]}
        town: tuple[str, ...] = ()
        reach = 0
        position = 0
        while position < len(text):
            mention = known.get(position)
            if mention is not None:
                if mention.township:
                    town = () if mention.foreign else mention.codes
                elif text[reach:position].strip(_JOINTS):
                    town = ()
                position = reach = mention.end
                continue
            match = None if covered[position] else self._stem_pattern.match(text, position)
            if match is None or any(covered[position : match.end()]):
                position += 1
                continue
            stem, end = match[0], match.end()
            codes = self._stems[stem]
            in_row = bool(town) and not text[reach:position].strip(_JOINTS)
            if in_row:
                codes = tuple(code for code in codes if self.territory.places[code].parent in town)
            elif len(stem) < 3 or not stem.endswith(_STEM_ENDS) or not self._free(text, position, False):
                codes = ()
            if codes and not self._is_else(text, end):
                foreign = "" if in_row else self._foreign(text[self._own_anchor(text, 0, position) : position])
                made.append(Mention(position, end, codes, stem, False, foreign))
                position = reach = end
            else:
                position += 1
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
        text = plain(text)
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
