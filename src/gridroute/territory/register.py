"""地域台账: the county's townships, villages and grids by code, and how each is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from gridroute.errors import NOTHING, Bilingual, Fault, nearest
from gridroute.model import Grid, LinearAsset, Place, Post, Site
from gridroute.model.place import PlaceLevel
from gridroute.policy.category import rows_of
from gridroute.policy.policy import fingerprint
from gridroute.territory.boundary import Boundaries, read_boundaries
from gridroute.territory.grids import followers, read_grids
from gridroute.territory.lines import read_lines
from gridroute.territory.posts import read_posts
from gridroute.territory.rows import Sheet
from gridroute.territory.sites import read_sites

_DIVISIONS = ("code", "name", "level", "parent")
_ALIASES = ("code", "alias", "source")


@dataclass(frozen=True)
class Territory:
    """The places of one county. Codes have 12 digits for townships and villages, 15 for grids."""

    county: Place
    places: dict[str, Place] = field(default_factory=dict)
    grids: dict[str, Grid] = field(default_factory=dict)
    aliases: tuple[tuple[str, str], ...] = ()
    neighbours: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()
    lines: tuple[LinearAsset, ...] = ()
    posts: tuple[Post, ...] = ()
    boundaries: Boundaries | None = None

    @cached_property
    def townships(self) -> tuple[Place, ...]:
        """All townships (镇街), by code."""
        return tuple(place for _, place in sorted(self.places.items()) if place.level == "township")

    @cached_property
    def communities(self) -> tuple[Place, ...]:
        """All villages and communities (村、社区), by code."""
        return tuple(place for _, place in sorted(self.places.items()) if place.level == "community")

    @cached_property
    def _grids_of(self) -> dict[str, tuple[Grid, ...]]:
        made: dict[str, list[Grid]] = {}
        for _, grid in sorted(self.grids.items()):
            made.setdefault(grid.community, []).append(grid)
        return {code: tuple(grids) for code, grids in made.items()}

    @cached_property
    def versioned(self) -> bool:
        """Whether some grid does not hold on every day: one set of grids followed another."""
        return any(grid.valid_from or grid.valid_to for grid in self.grids.values())

    def grids_of(self, community: str, day: date | None = None) -> tuple[Grid, ...]:
        """The grids of a village or community; with ``day``, those in force on it."""
        found = self._grids_of.get(community, ())
        if day is None or not self.versioned:
            return found
        return tuple(grid for grid in found if grid.in_force(day))

    def followers(self, code: str, day: date) -> tuple[Grid, ...]:
        """The grids that stand in the place of the grid ``code`` on ``day`` (A5)."""
        return followers(self.grids[code], self.grids, day) if code in self.grids else ()

    @cached_property
    def _posts_of(self) -> dict[str, tuple[Post, ...]]:
        made: dict[str, list[Post]] = {}
        for post in self.posts:
            made.setdefault(post.place, []).append(post)
        return {code: tuple(posts) for code, posts in made.items()}

    def posts_of(self, place: str) -> tuple[Post, ...]:
        """The posts at a grid (15 digits) or at a village itself (12)."""
        return self._posts_of.get(place, ())

    def post_named(self, name: str) -> bool:
        """Whether a post is called by this id or name."""
        return any(name in (post.id, post.name) for post in self.posts)

    def officers_named(self, name: str) -> tuple[Post, ...]:
        """The officers of grids, first or second, that are called by this id or name."""
        return tuple(one for one in self.posts if one.role in ("primary", "deputy") and name in (one.id, one.name))

    def township_of(self, code: str) -> Place | None:
        """The township that ``code`` (township, village or grid) is or lies in."""
        if len(code) == 15:
            code = code[:12]
        place = self.places.get(code)
        while place is not None and place.level == "community":
            place = self.places.get(place.parent)
        return place

    def community_of(self, code: str) -> Place | None:
        """The village or community that ``code`` is or lies in."""
        place = self.places.get(code[:12])
        return place if place is not None and place.level == "community" else None

    @property
    def hash(self) -> str:
        """The fingerprint of the register."""
        lists = (self.places.values(), self.grids.values(), self.sites, self.lines, self.posts)
        drawn = self.boundaries.fingerprint if self.boundaries else ""
        return fingerprint([*(sorted(map(repr, one)) for one in lists), self.aliases, drawn])


def padded(code: str) -> str:
    """A division code padded to its 12 digits."""
    return code.ljust(12, "0") if len(code) < 12 else code


def read_territory(
    folder: Path,
    shown_as: str,
    adcode: str,
    name: str,
    neighbours: Iterable[str],
    within: Iterable[str],
    faults: list[Fault],
) -> Territory:
    """The territory in ``folder``: ``divisions.csv`` and, where they are there, ``grids.csv``, ``aliases.csv``,
    ``places.csv``, ``lines.csv``, ``officers.csv`` and ``boundaries.geojson``. Faults are added.

    ``within`` names the larger places that the county lies in, ``neighbours`` the counties around it.
    """
    county = Place(padded(adcode), name, "county", "")
    places: dict[str, Place] = {}
    path = folder / "divisions.csv"

    def fault(file: str, line: int, zh: str, en: str, remedy: Bilingual = NOTHING, *, code: str) -> None:
        faults.append(Fault(f"{shown_as}/{file}", line, "", Bilingual(zh, en), remedy, code))

    for line, row in rows_of(path, f"{shown_as}/divisions.csv", _DIVISIONS, _DIVISIONS, faults):
        code = row["code"]
        if not code.startswith(adcode) or code == adcode:
            continue
        level: PlaceLevel = "township" if len(code) == 9 or code.endswith("000") else "community"
        if not code.isdigit() or len(code) not in (9, 12) or padded(code) in places:
            fault(
                "divisions.csv",
                line,
                f"区划代码“{code}”不对或重复",
                f"the code “{code}” is wrong or repeated",
                code="GR401",
            )
            continue
        parent = county.code if level == "township" else padded(code[:9])
        if level == "community" and parent not in places:
            fault(
                "divisions.csv",
                line,
                f"“{row['name']}”上面没有镇街",
                f"“{row['name']}” lies in no township",
                code="GR402",
            )
            continue
        places[padded(code)] = Place(padded(code), row["name"], level, parent)

    def sheet(name: str) -> Sheet:
        return Sheet(folder / name, f"{shown_as}/{name}", faults)

    grids = read_grids(sheet("grids.csv"), places)
    communities = {code for code, place in places.items() if place.level == "community"}
    inside = communities | grids.keys()
    aliases: list[tuple[str, str]] = []
    if (folder / "aliases.csv").is_file():
        for line, row in rows_of(folder / "aliases.csv", f"{shown_as}/aliases.csv", _ALIASES, _ALIASES[:2], faults):
            if row["code"] not in places:
                fault(
                    "aliases.csv",
                    line,
                    f"没有代码“{row['code']}”",
                    f"no code “{row['code']}”",
                    nearest(row["code"], places),
                    code="GR403",
                )
            elif row["alias"]:
                aliases.append((row["alias"], row["code"]))
    drawn = {adcode, *places, *grids}
    return Territory(
        county,
        places,
        grids,
        tuple(aliases),
        tuple(neighbours),
        tuple(within),
        read_sites(sheet("places.csv"), inside),
        read_lines(sheet("lines.csv"), inside),
        read_posts(sheet("officers.csv"), inside),
        read_boundaries(folder / "boundaries.geojson", f"{shown_as}/boundaries.geojson", drawn, faults),
    )
