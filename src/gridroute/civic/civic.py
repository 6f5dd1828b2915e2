"""常设事务: the registers of one county as all its layers make them, with all that is wrong with them.

A fault here never keeps the county from routing: the entry is left out, and whoever keeps the register is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar, cast

from gridroute.civic.column import Entry, Part, head_of, shapes
from gridroute.civic.directory import Directory
from gridroute.civic.register import Register, Row, read_entries, read_listed
from gridroute.civic.shelf import BY_FILE, BY_MODEL, BY_NAME, REGISTERS
from gridroute.dispatch.county import County
from gridroute.errors import Bilingual, Fault, nearest
from gridroute.policy.condition import is_under
from gridroute.policy.document import Document, Path_, Value
from gridroute.policy.layer import Layer
from gridroute.policy.policy import fingerprint
from gridroute.territory import short_name

E = TypeVar("E", bound=Entry)
FOLDER = "civic"


@dataclass(frozen=True)
class Civic:
    """The standing matters of a county. ``faults`` are to be mended; ``gaps`` only the county can fill."""

    county: County
    rows: Mapping[str, tuple[Row[Any], ...]] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    gaps: tuple[Fault, ...] = ()

    def rows_of(self, model: type[E], day: date | None = None, place: str | None = None) -> list[Row[E]]:
        """The rows of the register of ``model``; with ``day`` those that hold on it, with ``place`` those there.

        What a street has written of its own takes the place of the county's entry, in the street only.
        """
        found = [row for row in self.rows.get(BY_MODEL[model].name, ()) if day is None or row.entry.in_force(day)]
        if place is None:
            return cast("list[Row[E]]", found)
        register, path = BY_MODEL[model], self.path_of(place)
        near = [row for row in found if not row.scope or is_under(path, row.scope)]
        deepest: dict[tuple[str, ...], int] = {}
        for row in near:
            key = register.key_of(row.entry)
            deepest[key] = max(row.depth, deepest.get(key, 0))
        return cast("list[Row[E]]", [row for row in near if row.depth == deepest[register.key_of(row.entry)]])

    def of(self, model: type[E], day: date | None = None, place: str | None = None) -> list[E]:
        """The entries of the register of ``model``, as ``rows_of`` finds them."""
        return [row.entry for row in self.rows_of(model, day, place)]

    def named(self, model: type[E], name: str, day: date | None = None, place: str | None = None) -> E | None:
        """The entry known by ``name``; none where there is none."""
        key = BY_MODEL[model].key
        return next((one for one in self.of(model, day, place) if getattr(one, key[0]) == name), None)

    def path_of(self, place: str) -> str:
        """The place as the field ``scope`` has it: codes of township and community; empty where it is the county."""
        town = self.county.territory.township_of(place)
        community = self.county.territory.community_of(place)
        return "/".join(one.code for one in (town, community) if one is not None)

    @property
    def hash(self) -> str:
        """The fingerprint of all registers."""
        return fingerprint({name: sorted(map(_written, rows)) for name, rows in self.rows.items() if rows})


def _written(row: Row[Any]) -> str:
    return f"{row.scope} {row.entry.model_dump_json()}"


def load_civic(county: County) -> Civic:
    """The registers of ``county``, from the folder ``civic/`` of each of its layers, upper first."""
    faults: list[Fault] = []
    resolve = Directory(county).resolve
    found: dict[str, list[Row[Any]]] = {register.name: [] for register in REGISTERS}
    places = _places(county)
    for layer in county.policy.layers:
        folder = layer.root / FOLDER
        if not folder.is_dir():
            continue
        for path in sorted(one for one in folder.iterdir() if one.is_file() and not one.name.startswith(".")):
            register = BY_FILE.get(path.name)
            if register is None:
                faults.append(_unknown(layer.shown(path), path.name))
                continue
            own = [
                Row(entry, layer.name, layer.depth, layer.scope, layer.shown(path), lines)
                for written, lines in read_entries(register, path, layer.shown(path), faults, resolve)
                for entry in written.each(places)
            ]
            own = list(_once(register, own, faults))
            found[register.name] = [*_left(register, found[register.name], own, layer), *own]
    rows = {name: tuple(listed) for name, listed in found.items()}
    for name, listed in found.items():
        register = BY_NAME[name]
        good = []
        for row in listed:
            before = len(faults)
            faults.extend(_dangling(register, row, rows))
            good += [row] if len(faults) == before else []
        rows[name] = tuple(good)
    gaps = [
        row.fault(gap.words, gap.remedy, (gap.field,), " ".join(BY_NAME[name].key_of(row.entry)), code=gap.code)
        for name, listed in rows.items()
        for row in listed
        for gap in row.entry.gaps()
    ]
    return Civic(county, rows, tuple(sorted(set(faults))), tuple(sorted(set(gaps))))


def with_given(civic: Civic, given: Mapping[str, Value], document: Document, path: Path_) -> Civic:
    """``civic`` with entries given by register, as they stand at ``path`` of ``document``.

    The same key takes the place of the county's own. ``faults`` are those of what is given.
    """
    faults: list[Fault] = []
    resolve, places = Directory(civic.county).resolve, _places(civic.county)
    layer = civic.county.policy.county
    known = {word: one for one in REGISTERS for word in (one.name, one.label)}
    rows = dict(civic.rows)
    made: list[tuple[Register[Any], list[Row[Any]]]] = []
    for name, listed in given.items():
        register = known.get(name)
        if register is None:
            words = Bilingual(f"没有台账“{name}”", f"there is no register “{name}”")
            faults.append(document.fault((*path, name), words, nearest(name, known), code="GR753"))
            continue
        own = [
            Row(entry, layer.name, layer.depth, "", document.file, lines)
            for written, lines in read_listed(register, listed, document, (*path, name), faults, resolve)
            for entry in written.each(places)
        ]
        own = list(_once(register, own, faults))
        rows[register.name] = (*_left(register, list(rows.get(register.name, ())), own, layer), *own)
        made.append((register, own))
    faults += [fault for register, own in made for row in own for fault in _dangling(register, row, rows)]
    return Civic(civic.county, rows, tuple(sorted(set(faults))))


def _places(county: County) -> dict[str, list[tuple[str, str]]]:
    """The places for which one entry may stand, by level: code and name."""
    territory = county.territory
    return {
        "township": [(place.code, place.name) for place in territory.townships],
        "community": [(place.code, short_name(place.name)) for place in territory.communities],
    }


def _unknown(shown: str, name: str) -> Fault:
    known = sorted(BY_FILE)
    remedy = nearest(name, known)
    if not remedy.en:
        remedy = Bilingual("可用: " + "、".join(known), "use one of: " + ", ".join(known))
    words = Bilingual("不认识的台账,没有读它", "a register of no known name; it was not read")
    return Fault(shown, 0, "", words, remedy, code="GR753")


def _once(register: Register[Any], rows: list[Row[Any]], faults: list[Fault]) -> Iterator[Row[Any]]:
    """Each key once on any day; what comes twice is a fault, and the first stands."""
    kept: dict[tuple[str, ...], list[Row[Any]]] = {}
    for row in rows:
        key = register.key_of(row.entry)
        twin = next((one for one in kept.get(key, []) if _meet(one.entry, row.entry)), None)
        if twin is not None:
            name = " ".join(key)
            words = Bilingual(
                f"重复: 第{twin.line()}行已有同一天有效的“{name}”",
                f"“{name}” of line {twin.line()} holds on the same days",
            )
            remedy = Bilingual("留一条,或写明生效、失效", "keep one, or write from and until")
            faults.append(row.fault(words, remedy, what=name, code="GR751"))
            continue
        kept.setdefault(key, []).append(row)
        yield row


def _meet(one: Entry, other: Entry) -> bool:
    begins = [each.valid_from for each in (one, other) if each.valid_from]
    ends = [each.valid_to for each in (one, other) if each.valid_to]
    return not begins or not ends or max(begins) <= min(ends)


def _left(register: Register[Any], above: list[Row[Any]], own: list[Row[Any]], layer: Layer) -> list[Row[Any]]:
    """What is left of the layers above where this one has entries of the same key; a street replaces in itself only."""
    if layer.scope:
        return above
    taken = {register.key_of(row.entry) for row in own}
    return [row for row in above if register.key_of(row.entry) not in taken]


def _dangling(register: Register[Any], row: Row[Any], rows: Mapping[str, tuple[Row[Any], ...]]) -> Iterator[Fault]:
    """Names in an entry of entries that other registers do not have."""
    model: type[Part] = register.model
    for name, shape in shapes(model).items():
        if shape.column.of not in BY_NAME:
            continue
        other = BY_NAME[shape.column.of]
        known = {other.key_of(one.entry)[0] for one in rows[other.name]}
        value = getattr(row.entry, name)
        for one in value if isinstance(value, tuple) else (value,):
            if one and one not in known:
                zh, en = head_of(model, name, "zh"), head_of(model, name, "en")
                words = Bilingual(f"{zh}: {other.file} 里没有“{one}”", f"{en}: no “{one}” in {other.file}")
                what = " ".join(register.key_of(row.entry))
                yield row.fault(words, nearest(one, known), (name,), what, code="GR752")
