"""办件台: the counties that the scenarios of one run are played on, each loaded once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gridroute.casework import CaseDesk
from gridroute.dispatch import County, Dispatcher, load_county
from gridroute.dispatch.observer import Observer
from gridroute.errors import Bilingual, GridrouteError, InputError, PolicyError
from gridroute.plugins import Plugins, build_manager, installed_layers
from gridroute.policy.layer import MANIFESTS

#: A county as a scenario names it, and the folder of policy around the scenario, if any.
Key = tuple[str, Path | None]


class WrongSetting(InputError):
    """A parameter that is tried is none, or the county cannot be read with that value."""


def _wrong(written: str, error: PolicyError | None) -> WrongSetting:
    fault = error.faults[0] if error is not None else None
    zh, en = "这些值合在一起用不了", "these values do not go together"
    if fault is not None:
        said = [(fault.problem.in_(lang), fault.remedy.in_(lang)) for lang in ("zh", "en")]
        where = f"{fault.file}:{fault.line}: {fault.rule}: " if fault.line else ""
        zh, en = (where + ": ".join(part for part in parts if part) for parts in said)
    return WrongSetting(Bilingual(f"--set {written}: {zh}", f"--set {written}: {en}"))


@dataclass
class Desks:
    """The desks of the counties of one run. ``settings`` tries other values of parameters.

    A scenario that lies in a folder of policy (one with ``county.yaml`` or ``layer.yaml``) is played on that
    folder, in place of the installed one of the same code: whoever changes a copy tests the copy.
    """

    settings: Mapping[str, str] = field(default_factory=dict)
    engine: str = "auto"
    #: Who listens to what the rules of a county are asked, if anybody does.
    listener: Callable[[County], Observer | None] = lambda _: None
    manager: Plugins = field(default_factory=build_manager)
    _made: dict[Key, CaseDesk | GridrouteError] = field(default_factory=dict)
    _roots: set[Path] | None = None

    def of(self, county: str, file: Path | None = None) -> CaseDesk:
        """The desk on which a scenario of ``file`` is played; without a file that of the installed county.

        ``UnknownCounty`` or ``PolicyError`` where there is none, each time it is asked for.
        """
        key = self.key(county, file)
        known = self._made.get(key)
        if known is None:
            try:
                loaded = self.county(*key)
                known = CaseDesk(Dispatcher(loaded, self.engine, self.listener(loaded)))
            except GridrouteError as error:
                known = error
            self._made[key] = known
        if isinstance(known, GridrouteError):
            raise known
        return known

    def key(self, county: str, file: Path | None) -> Key:
        """What tells the policies apart that scenarios are played on."""
        return county, self._folder(file) if file is not None else None

    def county(self, name: str, folder: Path | None = None) -> County:
        """The county of that name, loaded; the layer in ``folder`` stands for the installed one of its code."""
        folders = [folder] if folder is not None else []
        try:
            return load_county(name, self.manager, self.settings, folders)
        except PolicyError:
            if not self.settings:
                raise
        load_county(name, self.manager, {}, folders)  # what is wrong without them is no fault of theirs
        for one, value in self.settings.items():
            try:
                load_county(name, self.manager, {one: value}, folders)
            except PolicyError as error:
                raise _wrong(f"{one}={value}", error) from None
        raise _wrong(" ".join(f"{one}={value}" for one, value in self.settings.items()), None)

    def roots(self, key: Key) -> set[Path]:
        """The folders whose files bear on a county; where it did not load, all that may."""
        known = self._made.get(key)
        if isinstance(known, CaseDesk):
            return {layer.root.resolve() for layer in known.dispatcher.county.policy.layers}
        return self.all_roots(key)

    def all_roots(self, key: Key) -> set[Path]:
        """The folders whose files may bear on a county: of all that is installed, and the one around the scenario."""
        return self._installed() | ({key[1]} if key[1] is not None else set())

    def forget(self, key: Key) -> None:
        """The county is loaded anew when it is next asked for."""
        self._made.pop(key, None)

    def _folder(self, file: Path) -> Path | None:
        """The folder of policy that ``file`` lies in, unless it is an installed one."""
        for folder in file.resolve().parents:
            if any((folder / name).is_file() for name in MANIFESTS):
                return None if folder in self._installed() else folder
        return None

    def _installed(self) -> set[Path]:
        if self._roots is None:
            installed_layers(self.manager, [])
            self._roots = {root.resolve() for root in self.manager.roots or ()}
        return self._roots
