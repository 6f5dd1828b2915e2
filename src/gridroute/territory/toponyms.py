"""地名录: what the places of one territory may be called, as look-ups and patterns; made once, then only read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from gridroute.model import Site
from gridroute.model.place import PlaceLevel
from gridroute.territory import context
from gridroute.territory.away import Away
from gridroute.territory.doors import Doors
from gridroute.territory.names import forms_of, plain, stem_of, town_forms_of, town_stem
from gridroute.territory.pattern import any_of
from gridroute.territory.register import Territory

#: A run of more doors than this is the whole road.
_MANY = 2_000


@dataclass(frozen=True)
class Toponyms:
    """The names of one territory's villages, townships and spots, with the codes they stand for."""

    territory: Territory

    @cached_property
    def full(self) -> dict[str, tuple[str, ...]]:
        """Villages by their full forms and other names."""
        named = [(form, place.code) for place in self.territory.communities for form in forms_of(place.name)]
        return _by_form([*named, *self._aliases("community")])

    @cached_property
    def stems(self) -> dict[str, tuple[str, ...]]:
        """Villages by the bare stem of their names (辛庄)."""
        named = ((stem_of(place.name), place.code) for place in self.territory.communities)
        return _by_form((stem, code) for stem, code in named if len(stem) >= 2)

    @cached_property
    def towns(self) -> dict[str, tuple[str, ...]]:
        """Townships by their full forms and other names."""
        named = [(form, place.code) for place in self.territory.townships for form in town_forms_of(place.name)]
        return _by_form([*named, *self._aliases("township")])

    def _aliases(self, level: PlaceLevel) -> Iterable[tuple[str, str]]:
        """The other names of the places of one level."""
        return ((name, code) for name, code in self.territory.aliases if self.territory.places[code].level == level)

    @cached_property
    def town_stems(self) -> dict[str, tuple[str, ...]]:
        """Townships by the bare stem of their names (泉林)."""
        return _by_form((town_stem(place.name), place.code) for place in self.territory.townships)

    @cached_property
    def sites(self) -> dict[str, tuple[Site, ...]]:
        """Compounds, roads and spots by name, where no place is called so."""
        named: dict[str, list[Site]] = {}
        for site in self.territory.sites:
            if site.name not in self.full and site.name not in self.towns:
                named.setdefault(site.name, []).append(site)
        return {name: tuple(sites) for name, sites in named.items()}

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any full form of a village or township, or a spot."""
        return any_of({*self.full, *self.towns, *self.sites})

    def at_doors(self, name: str, doors: Doors | None) -> tuple[Site, ...]:
        """The rows that the ``doors`` of a road, or a spot itself, may lie in."""
        sites = self.sites[name]
        if doors is None:
            return sites
        if sum(last - first for first, last in doors.runs) > _MANY:
            return sites
        found: dict[Site, None] = {}
        for first, last in doors.runs:
            for number in range(first, last + 1):
                found |= dict.fromkeys(self._at_door(sites, number))
        return tuple(site for site in sites if site in found)

    @staticmethod
    def _at_door(sites: tuple[Site, ...], number: int) -> tuple[Site, ...]:
        ranged = tuple(site for site in sites if site.first is not None and site.holds(number))
        return ranged or tuple(site for site in sites if site.first is None) or sites

    @cached_property
    def stem_pattern(self) -> re.Pattern[str]:
        """Any bare stem of a village."""
        return any_of(self.stems)

    @cached_property
    def stem_starts(self) -> re.Pattern[str]:
        """Where a bare stem of a village may begin."""
        return re.compile(f"(?={self.stem_pattern.pattern})")

    @cached_property
    def town_stem_pattern(self) -> re.Pattern[str]:
        """Any bare stem of a township."""
        return any_of(self.town_stems)

    @cached_property
    def line_names(self) -> frozenset[str]:
        """Roads, rivers and pipes by name."""
        return frozenset(plain(name) for line in self.territory.lines for name in line.names)

    @cached_property
    def town_before(self) -> re.Pattern[str]:
        """A township's stem at the end of what stands before a name, with only links after it."""
        return re.compile(f"({self.town_stem_pattern.pattern}){context.LINK.pattern}$")

    @cached_property
    def county_names(self) -> tuple[str, ...]:
        """The county, in full and short."""
        name = self.territory.county.name
        return (name, name[:-1]) if len(name) > 2 else (name,)

    @cached_property
    def own_names(self) -> tuple[str, ...]:
        """The county and what it lies in."""
        return (self.territory.county.name, *self.territory.within)

    @cached_property
    def away(self) -> Away:
        """What is elsewhere, seen from the county."""
        return Away.of(self.territory.county.name, self.territory.neighbours, self.territory.within)

    @cached_property
    def own_pattern(self) -> re.Pattern[str]:
        """The county, or what it lies in."""
        return any_of((*self.county_names, *self.own_names))


def _by_form(named: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    forms: dict[str, dict[str, None]] = {}
    for form, code in named:
        forms.setdefault(form, {})[code] = None
    return {form: tuple(codes) for form, codes in forms.items()}
