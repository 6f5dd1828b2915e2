"""人链: who stands by a place on each level, from the bottom up; one on each (LW06)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gridroute.civic.chain import Chain, Liaison, Link
from gridroute.civic.civic import Civic

#: Posts of the territory's own register that a level may be filled by, where no liaison is written.
_POSTS = {"网格首责人": "primary", "网格B岗": "deputy", "社区书记": "secretary"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a chain at a place: the posts that stand by it. None, or more than one, is work to mend."""

    link: Link
    place: str | None
    posts: tuple[str, ...]

    @property
    def one(self) -> bool:
        """Whether exactly one post answers."""
        return len(self.posts) == 1


def chain_of(civic: Civic, chain: Chain, place: str, day: date) -> list[Level]:
    """Who stands by ``place`` (a code of a grid, village, township or the county) on ``day``, from the bottom up."""
    rows = [one for one in civic.of(Liaison, day) if one.chain == chain.name]
    made: list[Level] = []
    for link in chain.links:
        where = _at_level(civic, link.place_level, place)
        posts = tuple(dict.fromkeys(one.post for one in rows if one.level == link.level and one.place == where))
        if not posts and where is not None and link.by in _POSTS:
            found = civic.county.territory.posts_of(where)
            posts = tuple(
                one.name for one in found if one.role == _POSTS[link.by] and one.filled(day) and not one.away(day)
            )
        made.append(Level(link, where, posts))
    return made


def crowded(civic: Civic, chain: Chain, day: date) -> list[tuple[str, str, tuple[str, ...]]]:
    """Places by which more than one post stands on one level: level, place, posts."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in civic.of(Liaison, day):
        if one.chain == chain.name:
            found.setdefault((one.level, one.place), []).append(one.post)
    return [(level, place, tuple(posts)) for (level, place), posts in found.items() if len(set(posts)) > 1]


def _at_level(civic: Civic, level: str, place: str) -> str | None:
    territory = civic.county.territory
    match level:
        case "grid":
            return place if place in territory.grids else None
        case "township":
            town = territory.township_of(place)
            return town.code if town else None
        case "county":
            return territory.county.code
    community = territory.community_of(place)
    return community.code if community else None
