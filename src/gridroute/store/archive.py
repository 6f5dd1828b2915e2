"""政策存档: keeps the policy that a case was received under, and builds it anew from there (I35, T55).

A version is known by its rules, its registers and its calendar. Kept are the files of all its layers and the days
of the calendar (which is not in them), so that a case is decided by them and a log replays with them after the
county's plugin was upgraded or removed.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from gridroute.casework import CaseDesk
from gridroute.dispatch import County, Dispatcher
from gridroute.dispatch.county import assemble
from gridroute.errors import Bilingual, Fault, GridrouteError, PolicyError, StoreError
from gridroute.policy.bodies import Bodies
from gridroute.policy.layer import read_layer
from gridroute.policy.policy import fingerprint
from gridroute.store.database import Database
from gridroute.store.schema import policies
from gridroute.worktime import CountyCalendar

Restored = TypeVar("Restored")
#: The date of every file in an archive.
_DATE = (1980, 1, 1, 0, 0, 0)
_CALENDAR = "calendar.json"


@dataclass(frozen=True, slots=True)
class Edition:
    """By what an event is decided: the archived version of the rules, and that of the calendar and the bodies."""

    policy: int
    calendar: int


def digest_of(county: County) -> str:
    """What tells the version of a county's policy, registers and calendar apart."""
    return fingerprint([county.policy.hash, county.registers, county.calendar.hash])


class Archive:
    """The versions kept in one database, and the desks that decide by them.

    ``load`` gives the county of a code as it is installed now.
    """

    def __init__(self, database: Database, load: Callable[[str], County], engine: str = "auto") -> None:
        self.database, self.load, self.engine = database, load, engine
        self._current: dict[str, tuple[CaseDesk, int]] = {}
        self._made: dict[Edition, CaseDesk] = {}

    def current(self, county: str) -> tuple[CaseDesk, Edition]:
        """The desk of a county by the policy that is installed, which is archived if it is new."""
        desk, number = self._installed(county)
        return desk, Edition(number, number)

    def of(self, county: str, policy: int) -> tuple[CaseDesk, Edition]:
        """The desk for a case that came in under version ``policy``: by its rules (I35), with the working days,
        the bodies, grids and posts of today, so that whoever follows one that is no more takes over (I9, I25, T32).

        Where the county is not installed any more, or its policy has faults, all of it is from the archive; where
        the archive cannot be read any more, all is as installed: no case is left without a desk. The edition tells.
        """
        try:
            desk, number = self._installed(county)
        except StoreError:
            raise
        except GridrouteError:
            edition = Edition(policy, policy)
            return self.at(edition), edition
        if policy == number:
            return desk, Edition(policy, number)
        try:
            return self.at(Edition(policy, number)), Edition(policy, number)
        except StoreError:
            return desk, Edition(number, number)

    def at(self, edition: Edition) -> CaseDesk:
        """The desk of ``edition``, as the archive has it. ``StoreError``: what is kept cannot be read any more."""
        if edition not in self._made:
            county = self._county(edition.policy)
            if edition.calendar != edition.policy:
                county = as_of(county, self._county(edition.calendar))
            self._made[edition] = CaseDesk(Dispatcher(county, self.engine))
        return self._made[edition]

    def reload(self) -> None:
        """Forgets what is installed, so that the next case asks again."""
        self._current.clear()

    def _installed(self, name: str) -> tuple[CaseDesk, int]:
        if name not in self._current:
            county = self.load(name)
            known = self._current.get(county.adcode)
            made = known or (CaseDesk(Dispatcher(county, self.engine)), self.keep(county, digest_of(county)))
            self._current[name] = self._current[county.adcode] = made
            self._made[Edition(made[1], made[1])] = made[0]
        return self._current[name]

    def keep(self, county: County, digest: str) -> int:
        """The number under which the version ``digest`` of ``county`` is archived; it is archived if it is new."""
        with self.database.reading() as connection:
            known = _number(connection, digest)
        if known is not None:
            return known
        row = {
            "digest": digest,
            "county": county.adcode,
            "policy": county.policy.hash,
            "registers": county.registers,
            "calendar": county.calendar.hash,
            "core": metadata.version("gridroute"),
            "content": packed(county),
        }
        with self.database.writing() as connection:
            made = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
            connection.execute(made(policies).values(row).on_conflict_do_nothing(index_elements=["digest"]))
            number = _number(connection, digest)
        assert number is not None
        return number

    def installed(self, county: str) -> County:
        """The county of that name or code as it is installed now, loaded once."""
        return self._installed(county)[0].dispatcher.county

    def _county(self, number: int) -> County:
        for desk, known in self._current.values():
            if known == number:
                return desk.dispatcher.county
        return self.restored(number, lambda county: county)

    def restored(self, number: int, made: Callable[[County], Restored]) -> Restored:
        """What ``made`` makes of the county archived as ``number`` while its files are there to be read.

        ``StoreError``: what is kept cannot be read any more.
        """
        with self.database.reading() as connection:
            row = connection.execute(select(policies).where(policies.c.id == number)).one()
        try:
            with TemporaryDirectory() as folder:
                return made(unpacked(row.content, Path(folder)))
        except (BadZipFile, KeyError, ValueError, OSError) as error:
            raise _unreadable(self.database.shown, number, row.core, Bilingual(str(error), str(error))) from error
        except PolicyError as error:
            first = error.faults[0]
            said = Bilingual(first.text("zh"), first.text("en"))
            raise _unreadable(self.database.shown, number, row.core, said) from error


def as_of(county: County, later: County) -> County:
    """``county`` by its own rules, with the calendar and the registers of bodies, grids and posts of ``later``.

    A body that the later register does not have keeps its name and holds no function any more; a grid that it does
    not have stays. Which grid a case is of was decided as it came in: what is new is who follows it, and its posts.
    """
    known = later.bodies.by_id
    gone = {
        key: one.model_copy(update={"functions": (), "services": ()})
        for key, one in county.bodies.by_id.items()
        if key not in known
    }
    policy = replace(county.policy, bodies=Bodies({**known, **gone}), _powers={})
    territory = replace(
        county.territory, grids={**county.territory.grids, **later.territory.grids}, posts=later.territory.posts
    )
    return replace(county, policy=policy, territory=territory, calendar=later.calendar)


def packed(county: County) -> bytes:
    """The files of a county's layers, a numbered folder each, and the days of its calendar: a zip.

    The same bytes for the same files.
    """
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for number, layer in enumerate(county.policy.layers):
            root = layer.root
            for path in sorted(one for one in root.rglob("*") if one.is_file()):
                if path.suffix != ".pyc":
                    name = f"{number}/{root.name}/{path.relative_to(root).as_posix()}"
                    archive.writestr(ZipInfo(name, _DATE), path.read_bytes(), ZIP_DEFLATED)
        calendar = county.calendar
        days = {day.isoformat(): kind for day, kind in sorted(calendar.days.items())}
        text = json.dumps({"years": sorted(calendar.years), "days": days})
        archive.writestr(ZipInfo(_CALENDAR, _DATE), text, ZIP_DEFLATED)
    return made.getvalue()


def unpacked(content: bytes, folder: Path) -> County:
    """The county that was ``packed``, its files put into ``folder``. ``PolicyError``: it does not load any more."""
    with ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    written = json.loads((folder / _CALENDAR).read_text(encoding="utf-8"))
    days = {date.fromisoformat(day): kind for day, kind in written["days"].items()}
    numbered = sorted((one for one in folder.iterdir() if one.is_dir()), key=lambda one: int(one.name))
    faults: list[Fault] = []
    layers = [layer for one in numbered if (layer := read_layer(next(one.iterdir()), faults)) is not None]
    county = assemble(layers, faults)
    if faults:
        raise PolicyError(tuple(sorted(faults)))
    return replace(county, calendar=CountyCalendar(days, frozenset(written["years"])))


def _unreadable(name: str, number: int, core: str, why: Bilingual) -> StoreError:
    return StoreError(
        Bilingual(
            f"{name}: 存档的政策 {number} 读不出了 (gridroute {core} 存的): {why.zh}",
            f"{name}: the archived policy {number} cannot be read any more (kept by gridroute {core}): {why.en}",
        )
    )


def _number(connection: Connection, digest: str) -> int | None:
    found = connection.execute(select(policies.c.id).where(policies.c.digest == digest)).scalar()
    return None if found is None else int(found)
