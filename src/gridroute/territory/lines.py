"""线状设施: roads, rivers and pipes that cross several places (``lines.csv``; A13)."""

from __future__ import annotations

from collections.abc import Collection

from gridroute.model import LinearAsset
from gridroute.territory.rows import Sheet, assumed, listed

_HEADS = ("code", "name", "along", "owner", "source")


def read_lines(sheet: Sheet, codes: Collection[str]) -> tuple[LinearAsset, ...]:
    """The assets of ``lines.csv``; what is wrong is added to the faults of ``sheet``."""
    made: dict[str, LinearAsset] = {}
    for row in sheet.rows(_HEADS, _HEADS[:3]):
        along = [sheet.code("along", code, codes) for code in listed(row["along"])]
        owner = sheet.code("owner", row["owner"], codes) if row["owner"] else ""
        names = listed(row["name"])
        if not along or not names or not row["code"] or row["code"] in made:
            sheet.fault(
                f"线状设施“{row['code']}”要有不重复的编号、名称和所经的村社或网格",
                f"the asset “{row['code']}” needs a code of its own, a name and the places along it",
                code="GR408",
            )
            continue
        if None in along or owner is None:
            continue
        kept = tuple(code for code in along if code is not None)
        made[row["code"]] = LinearAsset(row["code"], names, kept, owner, assumed(row["source"]))
    return tuple(made.values())
