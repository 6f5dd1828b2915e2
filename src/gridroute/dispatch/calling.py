"""称呼: what people call the bodies of a county: in full, in short, or by the people who work there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from gridroute.model import Organization, Place
from gridroute.policy.bodies import Bodies
from gridroute.territory import Territory
from gridroute.territory.names import forms_of, town_forms_of, town_stem

#: The longest and the shortest name looked for.
_LONGEST, _SHORTEST = 20, 2
#: A shorter name than this says nothing by itself: 科协 is declared as a name in speech, or not known.
_LEAST = 3
#: What is left of 县委办 and 县政府 without 县 is no name.
_NO_NAME = ("委", "政府", "人民政府", "级")
#: How the name of a village or township ends where its office is meant and not its land.
_OFFICE_ENDS = ("委会", "委员会", "居委", "村委", "办", "办事处", "政府", "党委")


class Calling(NamedTuple):
    """A name found in a text: where it stands, and what it may mean.

    ``bodies`` are identifiers; ``local`` says that each township or village has one of that name. ``roles`` are
    what a name in speech means. ``place`` is the code of a place whose bare name this is.
    """

    start: int
    end: int
    bodies: tuple[str, ...] = ()
    local: bool = False
    roles: tuple[str, ...] | None = None
    place: str = ""


class Callings:
    """All names of the bodies of one county, and of the places they stand in."""

    def __init__(self, bodies: Bodies, territory: Territory, called: Mapping[str, tuple[str, ...]]) -> None:
        self.called = called
        self._bodies: dict[str, list[str]] = {}
        self._local: dict[str, list[str]] = {}
        self._places: dict[str, str] = {}
        self._towns = {town.code for town in territory.townships}
        county = territory.county.name
        for place in (*territory.townships, *territory.communities):
            self._place(place)
        for body in bodies.by_id.values():
            if body.place and body.place in territory.places:
                self._in_place(body, territory.places[body.place])
            else:
                for name in dict.fromkeys((body.name, *body.aliases)):
                    self._add(_without_county(name, county), body.id)

    def _add(self, names: Iterable[str], body: str) -> None:
        for name in names:
            known = self._bodies.setdefault(name, [])
            if body not in known:
                known.append(body)

    def _place(self, place: Place) -> None:
        for form in forms_of(place.name) if place.level == "community" else town_forms_of(place.name):
            if form.endswith(_OFFICE_ENDS):
                self._add((form,), place.code)
            else:
                self._places.setdefault(form, place.code)

    def _in_place(self, body: Organization, place: Place) -> None:
        for name in dict.fromkeys((body.name, *body.aliases)):
            own = name.removeprefix(place.name)
            if body.id == place.code or own == name or place.level != "township":
                continue
            self._add((name, town_stem(place.name) + own), body.id)
            if len(own) >= _LEAST:
                self._local.setdefault(own, []).append(body.id)

    def at(self, text: str, start: int, end: int) -> Calling | None:
        """The longest name that begins at ``start`` and ends before ``end``."""
        for stop in range(min(end, start + _LONGEST), start + _SHORTEST - 1, -1):
            name = text[start:stop]
            if name in self.called:
                return Calling(start, stop, roles=self.called[name])
            if name in self._bodies:
                return Calling(start, stop, tuple(self._bodies[name]))
            if name in self._local:
                return Calling(start, stop, tuple(self._local[name]), local=True)
            if name in self._places:
                return self._of_town(text, start, stop, end) or Calling(start, stop, place=self._places[name])
        return None

    def _of_town(self, text: str, start: int, stop: int, end: int) -> Calling | None:
        """What is called by the kind of place and a title, after the name of a township: 泗张镇书记 is its 镇书记."""
        place = self._places[text[start:stop]]
        if place not in self._towns:
            return None
        for kind in (2, 1):
            for last in range(min(end, stop + _LONGEST), stop, -1):
                roles = self.called.get(text[stop - kind : last])
                if roles is not None:
                    return Calling(start, last, (place,), local=True, roles=roles)
        return None

    def within(self, text: str, start: int, end: int) -> Iterator[Calling]:
        """All names between ``start`` and ``end``, in their order, none inside another."""
        while start < end:
            found = self.at(text, start, end)
            if found is None:
                start += 1
                continue
            yield found
            start = found.end


def _without_county(name: str, county: str) -> Iterator[str]:
    """``name`` in full, and as it is called in its own county: 云河县民政局, 县民政局, 民政局."""
    shown = dict.fromkeys((name, name.removeprefix(county), name.removeprefix(county[:-1])))
    for one in dict.fromkeys((*shown, *(one.removeprefix(county[-1]) for one in shown))):
        if one == name or (len(one) >= _LEAST and not one.startswith(_NO_NAME)):
            yield one
