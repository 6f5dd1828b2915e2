"""网格台账: the grids of a county with their kinds, and how one set of grids follows another (A5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gridroute.model import Grid, Place
from gridroute.model.place import GridKind
from gridroute.territory.rows import Sheet, listed

_HEADS = (
    "code", "kind", "name", "assumed", "owner", "agreed", "parent", "valid_from", "valid_to", "successors",
    "party_group",
)  # fmt: skip
#: How ``party_group`` says whether a grid has one; empty where nobody has said.
_SAID = {"true": True, "false": False, "": None}
KINDS: tuple[GridKind, ...] = ("total", "general", "micro", "dedicated")


def read_grids(sheet: Sheet, places: Mapping[str, Place]) -> dict[str, Grid]:
    """The grids of ``grids.csv`` by code. What is wrong is added to the faults of ``sheet``."""
    grids: dict[str, Grid] = {}
    lines: dict[str, int] = {}
    for row in sheet.rows(_HEADS, ("code", "kind")):
        grid = _grid(sheet, row, places)
        if grid is None:
            continue
        if grid.code in grids:
            sheet.fault(f"网格“{grid.code}”重复", f"the grid “{grid.code}” is repeated", code="GR404")
            continue
        grids[grid.code], lines[grid.code] = grid, sheet.line
    for code, grid in list(grids.items()):
        sheet.line = lines[code]
        if not _fits(sheet, grid, grids):
            del grids[code]
    return grids


def _grid(sheet: Sheet, row: Mapping[str, str], places: Mapping[str, Place]) -> Grid | None:
    code, kind = row["code"], next((one for one in KINDS if one == row["kind"]), None)
    place = places.get(code[:12])
    if len(code) != 15 or not code.isdigit() or place is None or place.level != "community" or kind is None:
        sheet.fault(
            f"网格“{code}”({row['kind']})不对: 应为所在村社 12 位代码加 3 位,类型为 {'、'.join(KINDS)}",
            f"the grid “{code}” ({row['kind']}) is wrong: 12 digits of its village and 3 more",
            code="GR404",
        )
        return None
    begins, ends = sheet.day("valid_from", row["valid_from"]), sheet.day("valid_to", row["valid_to"])
    if begins and ends and begins > ends:
        sheet.fault(f"网格“{code}”先失效后生效", f"the grid “{code}” ends before it begins", code="GR405")
        return None
    group = row["party_group"]
    if group not in _SAID:
        sheet.word("party_group", group, [one for one in _SAID if one])
    return Grid(
        code,
        kind,
        code[:12],
        row["assumed"] != "false",
        row["name"],
        row["agreed"] == "true",
        row["owner"],
        row["parent"],
        begins,
        ends,
        listed(row["successors"]),
        _SAID.get(group),
    )


def _fits(sheet: Sheet, grid: Grid, grids: Mapping[str, Grid]) -> bool:
    """Whether the other grids that a grid speaks of are there."""
    good = True
    if grid.parent and (grid.parent not in grids or grids[grid.parent].kind != "general" or grid.kind != "micro"):
        sheet.fault(
            f"“{grid.code}”的 parent“{grid.parent}”不是一般网格(只有微网格写 parent)",
            f"the parent “{grid.parent}” of “{grid.code}” is no general grid (only a micro grid has one)",
            code="GR404",
        )
        good = False
    for code in grid.successors:
        if sheet.code("successors", code, grids) is None:
            good = False
    if grid.successors and grid.valid_to is None:
        sheet.fault(
            f"网格“{grid.code}”写了后继,没有写失效日期",
            f"the grid “{grid.code}” has successors and no last day",
            code="GR405",
        )
        good = False
    return good


def followers(grid: Grid, grids: Mapping[str, Grid], day: date) -> tuple[Grid, ...]:
    """The grids that stand in the place of ``grid`` on ``day``: itself, or those that followed it."""
    found: dict[str, Grid] = {}
    left, seen = [grid], {grid.code}
    while left:
        one = left.pop(0)
        if one.in_force(day):
            found[one.code] = one
        else:
            more = [grids[code] for code in one.successors if code in grids and code not in seen]
            seen |= {each.code for each in more}
            left.extend(more)
    return tuple(found.values())
