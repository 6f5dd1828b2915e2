"""称呼: the ways in which people write the name of a village, a community or a township."""

from __future__ import annotations

import re
import unicodedata

from gridroute.model import Place

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
#: Parts of a state farm, which nobody calls a village.
_FARMS = ("分场", "实验场", "试验场", "良种场", "种畜场", "园艺场")
_NUMERALS = "一二三四五六七八九"
#: Blanks and marks of both widths.
_BLANK = re.compile(
    r"[\s,\uff0c\u3002;\uff1b:\uff1a\u00b7\-\u2014_()\uff08\uff09\[\]\u3010\u3011\uff01!?\uff1f~\uff5e/\\|<>\u300a\u300b\"'\u201c\u201d\u2018\u2019\u300c\u300d\u2022*#+=]+"
)
#: What no reader sees: control characters, marks of direction, joiners, halves of a broken character.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff]"
)


def plain(text: str) -> str:
    """``text`` in one width, without what no reader sees, every run of blanks and marks as one blank."""
    return _BLANK.sub(" ", unicodedata.normalize("NFKC", _UNSEEN.sub("", text)))


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


def town_stem(name: str) -> str:
    """A township's name without 镇, 乡 or 街道: 泉林."""
    return _TOWN_KINDS.sub("", name)


def forms_of(name: str) -> set[str]:
    """Every full way of writing a village or community; none of them is a bare stem."""
    short, stem = short_name(name), stem_of(name)
    forms = {name, short}
    if name.endswith("社区居民委员会") or short.endswith("社区"):
        forms |= {stem + tail for tail in ("社区", "社区居委会", "社区居民委员会", "居委会", "居民委员会", "社区居委")}
    elif short.endswith("嘎查"):
        forms |= {stem + "嘎查" + tail for tail in ("", "村委会", "村民委员会", "委员会", "嘎查委员会")}
    else:
        tails = ("村", "村委会", "村村委会", "村民委员会", "村村民委员会", "村委")
        forms |= {stem + tail for tail in tails}
        forms |= {short + tail for tail in ("村委会", "村民委员会", "村委")}
        if stem.endswith(("村", *_FARMS)):  # 徐家村村 is called 徐家村; 三分场村 is called 三分场
            forms.add(stem)
    if stem[-1] in _NUMERALS and stem[-2:-1] != "十":  # 卞桥一村 is written 卞桥1村 too
        numbered = stem[:-1] + str(_NUMERALS.index(stem[-1]) + 1)
        forms |= {numbered + form.removeprefix(stem) for form in forms if form.startswith(stem) and form != stem}
    return {form for form in forms if len(form) >= 3 or form == name}


def town_forms_of(name: str) -> set[str]:
    """Every full way of writing a township: 泗河街道, 泗河街道办, 泗河办事处; 泉林镇, 泉林镇政府."""
    stem = town_stem(name)
    if "街道" in name:
        return {name, *(stem + tail for tail in ("街道办事处", "街道办", "办事处", "街办"))}
    return {name, name + "政府", name + "人民政府", name + "党委"}


def called(place: Place) -> str:
    """A place as people call it."""
    return short_name(place.name) if place.level == "community" else place.name
