"""边界: polygons of grids, villages and the county (``boundaries.geojson``), and which of them hold a position.

A file of polygons names its datum; nothing is guessed from the numbers. Distances are metres on a plane that
touches the earth in the middle of the county: within a county it errs by less than a thousandth.
``shapely`` is imported only where a county has polygons.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from math import cos, isfinite, radians
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridroute.errors import NOTHING, Bilingual, Fault
from gridroute.territory.datum import Datum, Position, converted, datum_named

if TYPE_CHECKING:
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry

#: Metres of one degree of latitude, and of longitude at the equator.
_NORTH, _EAST = 110_950.0, 111_320.0
#: How near to a border a position lies on it, in metres, where the file does not say: about what a telephone errs by.
TOLERANCE = 10.0


@dataclass(frozen=True, slots=True)
class Hit:
    """An area that holds a position, or lies ``metres`` beside it, within the tolerance."""

    code: str
    metres: float
    assumed: bool


@dataclass(frozen=True)
class Boundaries:
    """All polygons of one county, in one plane of metres."""

    datum: Datum
    origin: Position
    tolerance: float
    areas: tuple[tuple[str, BaseGeometry, bool], ...]
    fingerprint: str = ""

    @cached_property
    def _tree(self) -> STRtree:
        from shapely import STRtree

        return STRtree([polygon for _, polygon, _ in self.areas])

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of all areas that have a polygon with a source."""
        return frozenset(code for code, _, assumed in self.areas if not assumed)

    def hits(self, position: Position, datum: Datum) -> list[Hit]:
        """The areas at ``position``, those that hold it first; by code where they are equally near."""
        from shapely import Point

        x, y = _plane(converted(position, datum, self.datum), self.origin)
        point = Point(x, y)
        found = self._tree.query(point, predicate="dwithin", distance=self.tolerance)
        made = []
        for number in found:
            code, polygon, assumed = self.areas[int(number)]
            made.append(Hit(code, round(float(polygon.distance(point)), 3), assumed))
        return sorted(made, key=lambda hit: (hit.metres, hit.code))

    def contains(self, outer: str, inner: str) -> bool:
        """Whether the area ``outer`` holds all of the area ``inner``, but for a strip as wide as the tolerance."""
        shapes = {code: polygon for code, polygon, _ in self.areas if code in (outer, inner)}
        if len(shapes) < 2 or outer == inner:
            return False
        if shapes[outer].area <= shapes[inner].area:
            return False
        return bool(shapes[outer].buffer(self.tolerance).contains(shapes[inner]))


def _plane(position: Position, origin: Position) -> tuple[float, float]:
    east = (position.longitude - origin.longitude) * _EAST * cos(radians(origin.latitude))
    return east, (position.latitude - origin.latitude) * _NORTH


def read_boundaries(path: Path, shown: str, codes: Collection[str], faults: list[Fault]) -> Boundaries | None:
    """The polygons of ``path``, a GeoJSON FeatureCollection with a member ``crs``: ``gcj02`` or ``wgs84``.

    Each feature has ``properties.code`` (6, 12 or 15 digits, one of ``codes``) and may have ``properties.assumed``.
    Nothing where there is no such file. What is wrong is added to ``faults``; a wrong feature is left out.
    """
    if not path.is_file():
        return None
    text = path.read_text(encoding="utf-8", errors="replace")

    def fault(line: int, zh: str, en: str, remedy: Bilingual = NOTHING, *, code: str) -> None:
        faults.append(Fault(shown, line, "", Bilingual(zh, en), remedy, code))

    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        fault(getattr(error, "lineno", 0), f"不是 JSON ({error})", f"no JSON ({error})", code="GR102")
        return None
    if (
        not isinstance(data, dict)
        or data.get("type") != "FeatureCollection"
        or not isinstance(data.get("features"), list)
    ):
        fault(1, "应是 GeoJSON 的 FeatureCollection", "a GeoJSON FeatureCollection is wanted", code="GR410")
        return None
    datum = datum_named(data["crs"]) if isinstance(data.get("crs"), str) else None
    if datum is None:
        remedy = Bilingual('在最外层写 "crs": "gcj02" 或 "wgs84"', 'write "crs": "gcj02" or "wgs84" at the top')
        fault(1, "没有写明坐标系", "the datum is not named", remedy, code="GR410")
        return None
    tolerance = data.get("tolerance_metres", TOLERANCE)
    if not isinstance(tolerance, int | float) or isinstance(tolerance, bool) or not 0 <= tolerance <= 1000:
        fault(
            1,
            "tolerance_metres 应是 0 到 1000 的米数",
            "tolerance_metres is a number of metres from 0 to 1000",
            code="GR410",
        )
        return None
    origin, areas, seen = None, [], set()
    for feature in data["features"]:
        code = _code(feature)
        line = _line(text, code)
        if code not in codes:
            fault(
                line,
                f"多边形的 code“{code}”不在台账里",
                f"the code “{code}” of a polygon is in no register",
                code="GR411",
            )
            continue
        if code in seen:
            fault(line, f"“{code}”有两个多边形", f"two polygons of “{code}”", _MULTI, code="GR411")
            continue
        points = list(_points(feature.get("geometry")))
        if not points or not all(_on_earth(point) for point in points):
            fault(
                line,
                f"“{code}”的几何不是经纬度的 Polygon 或 MultiPolygon",
                f"“{code}”: no Polygon in degrees",
                code="GR412",
            )
            continue
        origin = origin or Position(float(points[0][0]), float(points[0][1]))
        polygon = _polygon(feature["geometry"], origin)
        if polygon is None:
            fault(
                line,
                f"“{code}”的边线自相交或不闭合",
                f"the outline of “{code}” crosses itself or is open",
                code="GR412",
            )
            continue
        seen.add(code)
        areas.append((code, polygon, (feature.get("properties") or {}).get("assumed") is True))
    return Boundaries(datum, origin or Position(0, 0), float(tolerance), tuple(areas), text) if areas else None


_MULTI = Bilingual("合成一个 MultiPolygon", "make them one MultiPolygon")


def _code(feature: Any) -> str:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    return str(properties.get("code", "")) if isinstance(properties, dict) else ""


def _line(text: str, code: str) -> int:
    at = text.find(f'"{code}"') if code else -1
    return text.count("\n", 0, at) + 1 if at >= 0 else 0


def _points(geometry: Any) -> Iterable[Any]:
    """All positions of a polygon; nothing where it is no polygon."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return
    parts = geometry.get("coordinates")
    rings = [parts] if geometry["type"] == "Polygon" else parts
    for rings_of_one in rings if isinstance(rings, list) else ():
        for ring in rings_of_one if isinstance(rings_of_one, list) else ():
            yield from ring if isinstance(ring, list) else ()


def _on_earth(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) >= 2
        and all(isinstance(one, int | float) and not isinstance(one, bool) and isfinite(one) for one in point[:2])
        and -180 <= point[0] <= 180
        and -90 <= point[1] <= 90
    )


def _polygon(geometry: dict[str, Any], origin: Position) -> BaseGeometry | None:
    """The polygon in the plane; none where its rings make no area."""
    from shapely import MultiPolygon, Polygon
    from shapely.errors import ShapelyError

    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    try:
        made = []
        for rings in parts:
            if any(ring[0][:2] != ring[-1][:2] for ring in rings):
                return None
            flat = [[_plane(Position(*point[:2]), origin) for point in ring] for ring in rings]
            made.append(Polygon(flat[0], flat[1:]))
        whole = MultiPolygon(made)
    except (ShapelyError, ValueError, IndexError):
        return None
    return whole if whole.is_valid and not whole.is_empty else None
