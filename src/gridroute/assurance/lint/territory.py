"""地域台账: grids nobody answers for, areas that overlap or leave gaps, names that mean two places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from gridroute.assurance.lint.finding import Finding
from gridroute.dispatch.county import County
from gridroute.errors import Bilingual, Fault
from gridroute.territory import short_name
from gridroute.territory.partition import bare, overlaps, uncovered


def places(county: County, day: date) -> Iterator[Finding]:
    """What wants mending in the folder ``territory/`` though it loads."""
    folder = county.policy.county.root / "territory"
    yield from _grids(county, folder, day)
    yield from _posts(county, folder, day)
    yield from _names(county, folder)
    yield from _areas(county, folder, day)


def _found(
    county: County, folder: Path, file: str, key: str, words: Bilingual, remedy: Bilingual, code: str
) -> Finding:
    """A finding at the line of ``file`` on which ``key`` begins a row, or is written at all."""
    return Finding(
        Fault(county.policy.county.shown(folder / file), line_of(folder / file, key), key, words, remedy, code)
    )


def line_of(path: Path, key: str) -> int:
    """The first line of a register that begins with ``key``, else the first that holds it; 0 where none does."""
    if not path.is_file():
        return 0
    lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    if path.suffix == ".geojson":
        key = f'"{key}"'
    begins = (number for number, line in enumerate(lines, start=1) if line.split(",")[0].strip('" ') == key)
    holds = (number for number, line in enumerate(lines, start=1) if key in line)
    return next(begins, next(holds, 0))


def _grids(county: County, folder: Path, day: date) -> Iterator[Finding]:
    """Villages without a grid where others have some, and grids that ended with none in their place."""
    territory = county.territory
    if not territory.grids:
        return
    for without in bare(territory, day):
        name = territory.places[without].name
        words = Bilingual(f"“{name}”没有网格", f"“{name}” has no grid")
        remedy = Bilingual("在 grids.csv 补上", "add its grids to grids.csv")
        yield _found(county, folder, "divisions.csv", without, words, remedy, "GR421")
    for code, grid in sorted(territory.grids.items()):
        if not grid.in_force(day) and grid.valid_to and grid.valid_to < day and not territory.followers(code, day):
            words = Bilingual("网格已撤销,没有后继,件会落空", "it has ended with no grid in its place")
            remedy = Bilingual("写上 successors", "write its successors")
            yield _found(county, folder, "grids.csv", code, words, remedy, "GR422")


def _posts(county: County, folder: Path, day: date) -> Iterator[Finding]:
    """Grids that nobody answers for, where the county has a register of posts at all.

    Somebody does where a post stands at the grid, or at its village: the secretary is the last of the succession.
    """
    territory = county.territory
    if not territory.posts:
        return
    empty: dict[str, list[str]] = {}
    for code, grid in sorted(territory.grids.items()):
        held = [post for post in (*territory.posts_of(code), *territory.posts_of(grid.community)) if post.filled(day)]
        if grid.in_force(day) and grid.kind == "general" and not held:
            empty.setdefault(code[:9] + "000", []).append(code)
    for town, grids in empty.items():
        name = territory.places[town].name
        words = Bilingual(
            f"{name}有 {len(grids)} 个网格没有岗位,村社也没有书记(无人网格),如“{grids[0]}”",
            f"no post stands at {len(grids)} grids of {name} nor at their villages, such as “{grids[0]}”",
        )
        remedy = Bilingual("在 officers.csv 写一行 primary", "write a row with primary in officers.csv")
        where = county.policy.county.shown(folder / "grids.csv"), line_of(folder / "grids.csv", grids[0])
        yield Finding(Fault(*where, town, words, remedy, "GR420"))
    for post in territory.posts:
        grid_of = territory.grids.get(post.place)
        if post.filled(day) and grid_of is not None and not grid_of.in_force(day):
            words = Bilingual("岗位所在的网格已经失效", "its grid is no longer in force")
            remedy = Bilingual("写 valid_to,或改到新的网格", "write valid_to, or move it to the new grid")
            yield _found(county, folder, "officers.csv", post.id, words, remedy, "GR423")


def _names(county: County, folder: Path) -> Iterator[Finding]:
    """An alias of two places, and one that is the name of another place: neither can be told from the other."""
    territory = county.territory
    names = {place.name: code for code, place in territory.places.items()}
    names |= {short_name(place.name): code for code, place in territory.places.items()}
    meant: dict[str, set[str]] = {}
    for alias, code in territory.aliases:
        meant.setdefault(alias, set()).add(code)
    for alias, codes in sorted(meant.items()):
        other = names.get(alias)
        if len(codes) > 1 or (other is not None and other not in codes):
            both = sorted({*codes, *([other] if other else [])})
            listed = "、".join(territory.places[code].name for code in both)
            words = Bilingual(f"这个名称指 {len(both)} 个地方: {listed}", f"it means {len(both)} places: {listed}")
            remedy = Bilingual("写得更全,如加上镇街名", "write it out, with the township")
            file, key = folder / "aliases.csv", alias
            yield Finding(Fault(county.policy.county.shown(file), line_of(file, key), key, words, remedy, "GR424"))
    repeated = Counter(territory.aliases)
    for (alias, code), times in sorted(repeated.items()):
        if times > 1 or names.get(alias) == code:
            words = Bilingual("别名已经有了,不必再写", "this name is known already")
            yield _found(
                county, folder, "aliases.csv", alias, words, Bilingual("删去这一行", "remove this row"), "GR425"
            )


def _areas(county: County, folder: Path, day: date) -> Iterator[Finding]:
    """General grids whose polygons overlap, and parts of a village that none of its grids covers."""
    territory = county.territory
    for first, second, shared in overlaps(territory, day):
        words = Bilingual(
            f"与网格“{second}”的边界重叠 {shared:.0f} 平方米", f"overlaps the grid “{second}” by {shared:.0f} m²"
        )
        remedy = Bilingual("改边线,重叠处会成为“边界不清”", "mend the outline: what overlaps counts as a border")
        yield _found(county, folder, "boundaries.geojson", first, words, remedy, "GR426")
    for code, gap in uncovered(territory, day):
        words = Bilingual(f"有 {gap:.0f} 平方米没有网格(空洞)", f"{gap:.0f} m² of it lie in no grid")
        remedy = Bilingual("把边线画到村社的边界", "draw the grids up to the village's outline")
        yield _found(county, folder, "boundaries.geojson", code, words, remedy, "GR427")
