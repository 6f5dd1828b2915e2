"""地域台账: the county's townships, villages and grids by code, and how each is called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from gridroute.errors import NOTHING, Bilingual, Fault, nearest
from gridroute.model import Grid, Place
from gridroute.policy.category import rows_of
from gridroute.policy.policy import fingerprint

_DIVISIONS = ("code", "name", "level", "parent")
_GRIDS = ("code", "kind", "name", "assumed", "owner", "agreed")
_ALIASES = ("code", "alias", "source")
_KINDS = ("total", "general", "micro", "dedicated")


@dataclass(frozen=True)
class Territory:
    """The places of one county. Codes have 12 digits for townships and villages, 15 for grids."""

    county: Place
    places: dict[str, Place] = field(default_factory=dict)
    grids: dict[str, Grid] = field(default_factory=dict)
    aliases: tuple[tuple[str, str], ...] = ()
    neighbours: tuple[str, ...] = ()
    within: tuple[str, ...] = ()

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

    def grids_of(self, community: str) -> tuple[Grid, ...]:
        """The grids of a village or community."""
        return self._grids_of.get(community, ())

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
        return fingerprint(
            [sorted(map(repr, self.places.values())), sorted(map(repr, self.grids.values())), self.aliases]
        )


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
    """The territory in ``folder``: ``divisions.csv``, ``grids.csv``, ``aliases.csv``. Faults are added.

    ``within`` names the larger places that the county lies in, ``neighbours`` the counties around it.
    """
    county = Place(padded(adcode), name, "county", "")
    places: dict[str, Place] = {}
    path = folder / "divisions.csv"

    def fault(file: str, line: int, zh: str, en: str, remedy: Bilingual = NOTHING) -> None:
        faults.append(Fault(f"{shown_as}/{file}", line, "", Bilingual(zh, en), remedy))

    for line, row in rows_of(path, f"{shown_as}/divisions.csv", _DIVISIONS, _DIVISIONS, faults):
        code = row["code"]
        if not code.startswith(adcode) or code == adcode:
            continue
        level = "township" if len(code) == 9 or code.endswith("000") else "community"
        if not code.isdigit() or len(code) not in (9, 12) or padded(code) in places:
            fault(
                "divisions.csv",
                line,
                f"区划代码“{code}”不对或重复",
                f"the code “{code}” is wrong or repeated",
            )
            continue
        parent = county.code if level == "township" else padded(code[:9])
        if level == "community" and parent not in places:
            fault("divisions.csv", line, f"“{row['name']}”上面没有镇街", f"“{row['name']}” lies in no township")
            continue
        places[padded(code)] = Place(padded(code), row["name"], level, parent)  # type: ignore[arg-type]
    grids = _read_grids(folder / "grids.csv", shown_as, places, faults)
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
                )
            elif row["alias"]:
                aliases.append((row["alias"], row["code"]))
    return Territory(county, places, grids, tuple(aliases), tuple(neighbours), tuple(within))


def _read_grids(path: Path, shown_as: str, places: dict[str, Place], faults: list[Fault]) -> dict[str, Grid]:
    grids: dict[str, Grid] = {}
    if not path.is_file():
        return grids
    for line, row in rows_of(path, f"{shown_as}/grids.csv", _GRIDS, ("code", "kind"), faults):
        code, kind = row["code"], row["kind"]
        place = places.get(code[:12])
        wrong = (
            len(code) != 15
            or not code.isdigit()
            or code in grids
            or place is None
            or place.level != "community"
            or kind not in _KINDS
        )
        if wrong:
            faults.append(
                Fault(
                    f"{shown_as}/grids.csv",
                    line,
                    "",
                    Bilingual(
                        f"网格“{code}”({kind})不对: 应为所在村社 12 位代码加 3 位,类型为 {'、'.join(_KINDS)}",
                        f"the grid “{code}” ({kind}) is wrong: 12 digits of its village and 3 more",
                    ),
                )
            )
            continue
        grids[code] = Grid(
            code,
            kind,  # type: ignore[arg-type]
            code[:12],
            row.get("assumed", "true") != "false",
            row.get("name", ""),
            row.get("agreed") == "true",
            row.get("owner", ""),
        )
    return grids
