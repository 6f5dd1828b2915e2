"""小区、道路、门牌: named spots inside villages and communities, as data (``places.csv``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from gridroute.errors import Bilingual
from gridroute.model import Site
from gridroute.model.place import Side, SiteKind
from gridroute.territory.rows import Sheet, assumed

_HEADS = ("kind", "name", "code", "from", "to", "side", "source")
_KINDS: tuple[SiteKind, ...] = ("compound", "road", "site")
_SIDES: tuple[Side, ...] = ("all", "odd", "even")


def read_sites(sheet: Sheet, codes: Collection[str]) -> tuple[Site, ...]:
    """The spots of ``places.csv``; what is wrong is added to the faults of ``sheet``.

    A row gives a name one place. The same name may stand in several rows: a road by its door numbers, a name
    that exists twice. Two rows never give one door of one road to two places.
    """
    sites: list[Site] = []
    for row in sheet.rows(_HEADS, _HEADS[:3]):
        site = _site(sheet, row, codes)
        if site is None:
            continue
        other = next((one for one in sites if _clash(one, site)), None)
        if other is not None:
            sheet.fault(
                f"“{site.name}”这一段门牌与前面的一行重叠,却归到别处({other.code})",
                f"these doors of “{site.name}” overlap an earlier row that gives them to {other.code}",
                code="GR407",
            )
            continue
        sites.append(site)
    return tuple(sites)


def _site(sheet: Sheet, row: Mapping[str, str], codes: Collection[str]) -> Site | None:
    name, kind = row["name"], sheet.word("kind", row["kind"], _KINDS)
    side = sheet.word("side", row["side"] or "all", _SIDES)
    code = sheet.code("code", row["code"], codes)
    if kind is None or side is None or code is None:
        return None
    if len(name) < 2 or not any("\u4e00" <= char <= "\u9fff" for char in name):
        sheet.fault(f"名称“{name}”太短", f"the name “{name}” is too short", code="GR406")
        return None
    ranged = row["from"] or row["to"]
    if not ranged:
        if side != "all":
            sheet.fault(
                f"“{name}”只写了单双号,没有写 from 和 to", f"“{name}” has a side and no from and to", code="GR406"
            )
            return None
        return Site(kind, name, code, assumed=assumed(row["source"]))
    if kind != "road":
        sheet.fault(f"只有道路有门牌段,“{name}”不是", f"only a road has door numbers, “{name}” is none", code="GR406")
        return None
    first, last = row["from"], row["to"]
    if not (first.isascii() and first.isdigit() and last.isascii() and last.isdigit() and int(first) <= int(last)):
        remedy = Bilingual("from 和 to 都写门牌号,小的在前", "write two door numbers, the smaller first")
        sheet.fault(
            f"“{name}”的门牌段“{first}—{last}”不对",
            f"the doors “{first}–{last}” of “{name}” are wrong",
            remedy,
            code="GR406",
        )
        return None
    return Site("road", name, code, int(first), int(last), side, assumed(row["source"]))


def _clash(one: Site, other: Site) -> bool:
    """Whether two rows give one door to two places."""
    if one.name != other.name or one.code == other.code or one.first is None or other.first is None:
        return False
    assert one.last is not None
    assert other.last is not None
    apart = {one.side, other.side} == {"odd", "even"}
    low, high = max(one.first, other.first), min(one.last, other.last)
    return not apart and any(one.holds(number) and other.holds(number) for number in (low, low + 1) if number <= high)
