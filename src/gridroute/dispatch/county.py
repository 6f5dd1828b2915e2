"""县: one county's policy, places, bodies and calendar, loaded and checked together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from functools import cached_property
from pathlib import Path

from gridroute.dispatch.calling import Callings
from gridroute.errors import Bilingual, Fault, PolicyError, nearest
from gridroute.model import Failure, Organization
from gridroute.plugins import Plugins, build_manager, clashes, county_named, installed_layers, layers_of
from gridroute.policy.bodies import Bodies
from gridroute.policy.document import Value
from gridroute.policy.layer import Layer, read_layer
from gridroute.policy.loading import load_policy
from gridroute.policy.policy import Policy, fingerprint
from gridroute.territory import Gazetteer, Territory, read_territory, short_name
from gridroute.worktime import CountyCalendar, WorkDay, read_calendar


@dataclass(frozen=True)
class County:
    """Everything that routing in one county reads. Built once, then only read."""

    policy: Policy
    territory: Territory
    names: Gazetteer
    calendar: CountyCalendar
    hours: WorkDay
    registers: str
    #: Plugins that failed while counties were looked for; decisions name them (I37).
    failures: tuple[Failure, ...] = ()

    @property
    def adcode(self) -> str:
        """The county's six-digit code."""
        return self.policy.county.adcode

    @property
    def name(self) -> str:
        """The county's name."""
        return self.policy.county.name

    @property
    def bodies(self) -> Bodies:
        """The register of bodies."""
        return self.policy.bodies

    @cached_property
    def callings(self) -> Callings:
        """What people call its bodies."""
        return Callings(self.bodies, self.territory, self.policy.vocabulary.called)


def load_county(
    name: str,
    manager: Plugins | None = None,
    trying: Mapping[str, str] | None = None,
    folders: Sequence[Path] = (),
) -> County:
    """The county of that name, pinyin or code; ``trying`` gives parameters other values, to see what they do.

    ``folders`` hold layers that are not installed; each takes the place of the installed one of its code.
    ``UnknownCounty`` where no plugin is it; ``PolicyError`` with all faults of all files where its
    policy is wrong, for then nothing is routed.
    """
    faults: list[Fault] = []
    manager = manager or build_manager()
    given = [layer for one in folders if (layer := read_layer(one.resolve(), faults)) is not None]
    if len(given) < len(folders):
        raise PolicyError(tuple(sorted(set(faults))))
    codes = {layer.adcode for layer in given}
    layers = [*(one for one in installed_layers(manager, faults) if one.adcode not in codes), *given]
    county = county_named(name, layers)
    ours = layers_of(county, layers, faults)
    faults += clashes([*ours, *(one for one in layers if one.level == "county" and one not in ours)])
    named = {layer.root.name for layer in ours}
    kept = [fault for fault in faults if fault.file.split("/")[0] in named]
    kept += _unknown(ours, trying or {})
    made = assemble([tried(layer, trying) for layer in ours] if trying else ours, kept)
    if kept:
        raise PolicyError(tuple(sorted(set(kept))))
    return replace(made, failures=tuple(manager.broken))


def _parameters(layer: Layer) -> dict[str, Value]:
    declared = layer.manifest.value.get("parameters")
    return dict(declared) if isinstance(declared, dict) else {}


def _unknown(layers: Sequence[Layer], values: Mapping[str, str]) -> list[Fault]:
    """A fault for each parameter that no layer declares."""
    known = {name for layer in layers for name in _parameters(layer)}
    return [
        Fault(
            "--set",
            0,
            "",
            Bilingual(f"没有参数“{name}”", f"there is no parameter “{name}”"),
            nearest(name, known),
            code="GR236",
        )
        for name in values
        if name not in known
    ]


def tried(layer: Layer, values: Mapping[str, str]) -> Layer:
    """``layer`` with other values of those of its parameters that ``values`` name."""
    known = _parameters(layer)
    for name, text in values.items():
        value: Value = int(text) if text.lstrip("-").isdigit() else text
        if name in known:
            before = known[name]
            known[name] = {**before, "value": value} if isinstance(before, dict) else value
    manifest = replace(layer.manifest, value={**layer.manifest.value, "parameters": known})
    return replace(layer, manifest=manifest)


def assemble(layers: Sequence[Layer], faults: list[Fault]) -> County:
    """The county that ``layers`` (upper first) make; what is wrong is added to ``faults``."""
    county = next(layer for layer in reversed(layers) if layer.level == "county")
    folder = county.root / "territory"
    shown = f"{county.root.name}/territory"
    above = [layer.name for layer in layers if layer.level in ("province", "city")]
    territory = read_territory(folder, shown, county.adcode, county.name, county.neighbours, above, faults)
    bodies = Bodies({body.id: body for body in _places_as_bodies(territory, county)})
    places = {
        "township": [(place.code, place.name, place.name) for place in territory.townships],
        "community": [(place.code, place.name, short_name(place.name)) for place in territory.communities],
    }
    policy = load_policy(layers, places, bodies, faults)
    calendar = read_calendar(county.root / "calendar", f"{county.root.name}/calendar", faults)
    registers = fingerprint([territory.hash, sorted(map(repr, policy.bodies.by_id.values()))])
    hours = _hours(policy, county, faults)
    return County(policy, territory, Gazetteer(territory), calendar, hours, registers)


def _places_as_bodies(territory: Territory, county: Layer) -> list[Organization]:
    """Townships and villages as the bodies they are; the county's government is above the townships."""
    made = []
    called: dict[str, list[str]] = {}
    for alias, code in territory.aliases:
        called.setdefault(code, []).append(alias)
    for place in (*territory.townships, *territory.communities):
        if place.level == "township":
            kind, level, parent = "township", "township", f"{county.adcode}-gov"
        else:
            urban = place.name.endswith(("居民委员会", "居委会", "社区"))
            kind = "residents_committee" if urban else "village_committee"
            level, parent = "community", place.parent
        short = short_name(place.name)
        names = dict.fromkeys((short, *called.get(place.code, ())))
        aliases = tuple(name for name in names if name != place.name)
        made.append(
            Organization(
                id=place.code,
                name=place.name,
                kind=kind,
                level=level,
                aliases=aliases,
                place=place.code,
                parent=parent,
                source="统计用区划代码",
            )
        )
    return made


def _hours(policy: Policy, county: Layer, faults: list[Fault]) -> WorkDay:
    """The working day of the county's calendar settings."""
    settings = policy.calendars
    ends = str(settings.get("workday_ends", "24:00"))
    try:
        until = None if ends == "24:00" else time.fromisoformat(ends)
    except ValueError:
        problem = Bilingual(f"“{ends}”不是工作日止的时刻", f"“{ends}” is no time at which a working day ends")
        remedy = Bilingual('写成 workday_ends: "24:00"', 'write workday_ends: "24:00"')
        faults.append(county.manifest.fault(("calendars", "workday_ends"), problem, remedy, code="GR503"))
        until = None
    try:
        written = settings.get("business_hours")
        if not isinstance(written, list):
            return WorkDay(ends=until)
        spans = []
        for span in written:
            first, _, last = str(span).partition("-")
            spans.append((time.fromisoformat(first), time.fromisoformat(last)))
        return WorkDay(tuple(spans), until)
    except ValueError:
        faults.append(
            county.manifest.fault(
                ("calendars",),
                Bilingual("办公时间看不懂", "the working hours cannot be read"),
                Bilingual('写成 business_hours: ["09:00-12:00"]', 'write business_hours: ["09:00-12:00"]'),
                code="GR503",
            )
        )
        return WorkDay()
