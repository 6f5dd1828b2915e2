"""可数的东西: grids, places, bodies, posts and entries of registers, as facts and checks count them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from gridroute.civic.civic import Civic
from gridroute.civic.column import Entry
from gridroute.civic.shelf import BY_NAME
from gridroute.civic.staff import Staff
from gridroute.civic.tree import Tree
from gridroute.errors import Bilingual, nearest

#: Things that are no entries of a register, in English and in Chinese, with what may be asked of them.
PLAIN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "grids": ("网格", ("kind", "community", "township")),
    "townships": ("镇街", ()),
    "communities": ("村社", ("settlement", "township")),
    "bodies": ("单位", ("kind", "level")),
    "posts": ("岗位", ("role",)),
}
#: Registers whose entries are things, by the column that says where they are.
_PLACED = {
    "venues": "place",
    "units": "communities",
    "needs": "community",
    "resources": "communities",
    "agreements": "community",
    "projects": "community",
    "staff": "place",
    "liaisons": "place",
    "services": "place",
}
#: What is counted as one word: the registers above under their own names, and staff that is often asked for.
KINDS = (*PLAIN, *_PLACED)


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing, or ``count`` alike: where it is, and what is known of it."""

    places: tuple[str, ...]
    count: int = 1
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def kind_named(word: str) -> str | None:
    """The kind of things that ``word`` means, in either language."""
    said = {zh: name for name, (zh, _) in PLAIN.items()} | {BY_NAME[name].label: name for name in _PLACED}
    return word if word in KINDS else said.get(word)


def things(civic: Civic, kind: str, where: Iterable[str], day: date) -> list[Thing]:
    """The things of ``kind`` on ``day`` of which all of ``where`` (``name=value``) holds; see ``unfit``."""
    register = BY_NAME.get(kind)
    tests = []
    for one in where:
        name, _, value = (part.strip() for part in one.partition("="))
        if register is not None:
            name = register.heads.get(name, name)
            value = register.word(name, value)
        tests.append((name, value))
    return [
        thing for thing in _all(civic, kind, day) if all(value in thing.known.get(name, ()) for name, value in tests)
    ]


def unfit(kind: str, where: Iterable[str]) -> tuple[Bilingual, Bilingual] | None:
    """Why things of ``kind`` cannot be counted ``where``, and what to do; nothing where they can."""
    found = kind_named(kind)
    if found is None:
        known = [*KINDS, *(zh for zh, _ in PLAIN.values())]
        listed = Bilingual("可用: " + "、".join(KINDS), "use one of: " + ", ".join(KINDS))
        near = nearest(kind, known)
        return Bilingual(f"不能数“{kind}”", f"“{kind}” cannot be counted"), near if near.en else listed
    known = [*BY_NAME[found].heads] if found in BY_NAME else list(PLAIN[found][1])
    for one in where:
        name, sign, value = (part.strip() for part in one.partition("="))
        if not sign or not value:
            remedy = Bilingual("写成 kind=值", "write it as kind=value")
            return Bilingual(f"条件“{one}”看不懂", f"the condition “{one}” cannot be read"), remedy
        if name not in known:
            listed = Bilingual("可用: " + "、".join(known), "use one of: " + ", ".join(known))
            near = nearest(name, known)
            words = Bilingual(f"“{kind}”没有“{name}”", f"“{kind}” have no “{name}”")
            return words, near if near.en else listed
    return None


def _all(civic: Civic, kind: str, day: date) -> Iterator[Thing]:
    territory = civic.county.territory
    match kind:
        case "grids":
            for grid in territory.grids.values():
                if grid.in_force(day):
                    town = territory.township_of(grid.code)
                    known = {
                        "kind": (grid.kind,),
                        "community": (grid.community,),
                        "township": (town.code,) if town else (),
                    }
                    yield Thing((grid.code,), 1, known)
        case "townships":
            yield from (Thing((place.code,)) for place in territory.townships)
        case "communities":
            for place in territory.communities:
                yield Thing(
                    (place.code,), 1, {"settlement": (settlement(civic, place.code),), "township": (place.parent,)}
                )
        case "bodies":
            for body in civic.county.bodies.by_id.values():
                if body.in_office(day):
                    yield Thing((body.place,), 1, {"kind": (body.kind,), "level": (body.level,)})
        case "posts":
            for post in territory.posts:
                if post.filled(day) and not post.away(day):
                    yield Thing((post.place,), 1, {"role": (post.role,)})
        case _:
            yield from _entries(civic, kind, day)


def _entries(civic: Civic, kind: str, day: date) -> Iterator[Thing]:
    for entry in civic.of(BY_NAME[kind].model, day):
        if isinstance(entry, Staff) and entry.seconded:
            continue
        where = getattr(entry, _PLACED[kind])
        places = where if isinstance(where, tuple) else (where,)
        yield Thing(places, entry.count if isinstance(entry, Staff) else 1, known_of(entry))


def known_of(entry: Entry) -> Mapping[str, tuple[str, ...]]:
    """What is known of an entry, as words: lists in all their parts, in both languages."""
    made: dict[str, tuple[str, ...]] = {}
    for name, value in entry:
        words = value if isinstance(value, tuple) else () if value in (None, "") else (value,)
        made[name] = tuple(str(one) for one in words)
    return made


def settlement(civic: Civic, code: str) -> str:
    """Whether a village or community is urban or rural, as its body is a residents' committee or not."""
    body = civic.county.bodies.by_id.get(code)
    return "urban" if body is not None and body.kind == "residents_committee" else "rural"


def trees_at(civic: Civic, place: str, day: date, of: str = "party") -> list[Tree]:
    """The systems of organisation that hold at ``place`` (a code): by whether it is a town or a village.

    ``of``: those of the party, or of grids.
    """
    community = civic.county.territory.community_of(place)
    kind = settlement(civic, community.code) if community is not None else ""
    return [one for one in civic.of(Tree, day, place) if one.kind == of and one.settlement in (kind, "all")]
