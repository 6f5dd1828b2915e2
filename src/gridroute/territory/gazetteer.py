"""地名: where a text names a place of ours, and what in it is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from gridroute.model import LinearAsset
from gridroute.territory import context
from gridroute.territory.mention import Mention
from gridroute.territory.names import called, forms_of, plain, short_name, stem_of
from gridroute.territory.pattern import any_of
from gridroute.territory.reading import Reading
from gridroute.territory.register import Territory
from gridroute.territory.toponyms import Toponyms

__all__ = ["Gazetteer", "Mention", "called", "forms_of", "plain", "short_name", "stem_of"]


@dataclass(frozen=True)
class Gazetteer:
    """The names of one territory."""

    territory: Territory

    @cached_property
    def toponyms(self) -> Toponyms:
        """What the places of the territory may be called."""
        return Toponyms(self.territory)

    @cached_property
    def _lines(self) -> dict[str, LinearAsset]:
        return {plain(name): line for line in self.territory.lines for name in line.names}

    @cached_property
    def _line_pattern(self) -> re.Pattern[str]:
        return any_of(self._lines)

    def line_in(self, text: str) -> LinearAsset | None:
        """The one road, river or pipe that ``text`` names; none where it names several."""
        if not self._lines or not text:
            return None
        found = {
            self._lines[match[0]].code: self._lines[match[0]] for match in self._line_pattern.finditer(plain(text))
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def mentions(self, text: str, addressed: bool = False) -> list[Mention]:
        """The places that ``text`` names, in the order in which they stand.

        A name that lies in another county's place is a mention too, with that place as ``foreign``. In an
        address (``addressed``) a bare stem that begins it, or follows the county, is a village too.
        """
        return Reading(self.toponyms, plain(text), addressed).mentions()

    def read(self, text: str, addressed: bool = False) -> tuple[list[Mention], list[Mention]]:
        """The mentions of ``text``, and the full names in it that do not stand free.

        The latter name no place of ours (王大鲍村), but a text that holds one may speak of more than one place.
        """
        reading = Reading(self.toponyms, plain(text), addressed)
        found = reading.mentions()
        return found, [one for one in reading.loose if not any(reading.passage.covered[one.start : one.end])]

    def outside(self, text: str) -> str | None:
        """The neighbouring county that ``text`` places the matter in, by name and a place of it."""
        for name in self.territory.neighbours:
            if name in text and re.search(
                re.escape(name) + r".{0,12}?(镇|乡|街道|村|社区|路|小区|大道|境内|城区)", text
            ):
                return name
        return None

    def without_places(self, text: str) -> str:
        """``text`` with every place it names left blank: a township named after a river is no river."""
        text = plain(text)
        kept, last = [], 0
        for mention in self.mentions(text):
            kept.append(text[last : mention.start])
            last = mention.end
        return " ".join((*kept, text[last:]))

    def foreign_township(self, text: str) -> bool:
        """Whether ``text`` names a township that is none of this county's."""
        own = tuple(place.name for place in self.territory.townships)
        rest = self.without_places(text)
        return any(not rest.endswith(own, 0, match.end()) for match in context.TOWNSHIP.finditer(rest))

    def county_named(self, text: str) -> bool:
        """Whether ``text`` names this county in full."""
        return self.territory.county.name in text
