"""登记依据: the desks that handle civic records, by the registers that are installed and by those that are archived."""

from __future__ import annotations

from dataclasses import replace

from gridroute.civic import Civic, load_civic
from gridroute.civic.asking import Asking
from gridroute.civic.desk import RecordDesk
from gridroute.dispatch.engine import Engine
from gridroute.errors import GridrouteError, StoreError
from gridroute.policy.policy import fingerprint
from gridroute.store.archive import Archive, Edition, as_of, digest_of


class RecordDesks:
    """The desks of one database, each made once."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._current: dict[str, tuple[RecordDesk, int]] = {}
        self._made: dict[Edition, RecordDesk] = {}

    def current(self, county: str) -> tuple[RecordDesk, Edition]:
        """The desk of a county by the registers that are installed, which are archived if they are new."""
        installed = self.archive.installed(county)
        if installed.adcode not in self._current:
            desk = self._desk(load_civic(installed))
            number = self.archive.keep(installed, fingerprint([digest_of(installed), desk.civic.hash]))
            self._current[installed.adcode] = desk, number
            self._made[Edition(number, number)] = desk
        desk, number = self._current[installed.adcode]
        return desk, Edition(number, number)

    def at(self, edition: Edition) -> RecordDesk:
        """The desk of ``edition`` from the archive. ``StoreError``: what is kept cannot be read any more."""
        if edition not in self._made:
            civic = self.archive.restored(edition.policy, load_civic)
            if edition.calendar != edition.policy:
                later = self.archive.restored(edition.calendar, lambda county: county)
                civic = replace(civic, county=as_of(civic.county, later))
            self._made[edition] = self._desk(civic)
        return self._made[edition]

    def of(self, county: str, policy: int) -> tuple[RecordDesk, Edition]:
        """The desk of a record that began under the registers ``policy``, with the days and bodies of now."""
        try:
            desk, edition = self.current(county)
        except StoreError:
            raise
        except GridrouteError:
            return self.at(Edition(policy, policy)), Edition(policy, policy)
        if edition.policy == policy:
            return desk, edition
        both = Edition(policy, edition.policy)
        try:
            return self.at(both), both
        except StoreError:
            return desk, edition

    def _desk(self, civic: Civic) -> RecordDesk:
        return RecordDesk(Asking(civic, Engine(civic.county.policy, self.archive.engine)))
