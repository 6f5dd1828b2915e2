"""坐标系: positions in the datums in use in China, and the way from one to the other.

WGS-84 is what a receiver gives; GCJ-02 is what public Chinese maps show, some hundreds of metres beside it.
CGCS2000, the national datum, lies within centimetres of WGS-84 and is read as the same. Which one a pair of
numbers is in cannot be told from the numbers: it is named or it is not known.

The shift to GCJ-02 is the published approximation that map libraries share (control values: the test set of
``eviltransform``); the way back is found by iteration, to a millimetre.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt
from typing import Literal, NamedTuple

Datum = Literal["wgs84", "gcj02"]

#: Krasovsky 1940, as the shift is defined.
_AXIS = 6378245.0
_ECCENTRICITY = 0.00669342162296594323
_WRITTEN: dict[str, Datum] = {
    "wgs84": "wgs84",
    "epsg4326": "wgs84",
    "gps": "wgs84",
    "cgcs2000": "wgs84",
    "epsg4490": "wgs84",
    "国家2000": "wgs84",
    "gcj02": "gcj02",
    "火星坐标": "gcj02",
    "高德": "gcj02",
    "腾讯": "gcj02",
}


class Position(NamedTuple):
    """Degrees east and north."""

    longitude: float
    latitude: float


def datum_named(written: str) -> Datum | None:
    """The datum that a name means (``GCJ-02``, ``wgs84``, ``EPSG:4326``); none where the name is not known."""
    name = "".join(char for char in written.lower() if char.isalnum())
    return _WRITTEN.get(name)


def converted(position: Position, source: Datum, target: Datum) -> Position:
    """``position`` in the datum ``target``; unchanged where both are the same."""
    if source == target:
        return position
    return _to_gcj02(position) if target == "gcj02" else _to_wgs84(position)


def _to_gcj02(position: Position) -> Position:
    east, north = _shift(position)
    return Position(position.longitude + east, position.latitude + north)


def _to_wgs84(position: Position) -> Position:
    guess = position
    for _ in range(10):  # each round leaves less than a thousandth of the error
        shown = _to_gcj02(guess)
        guess = Position(
            guess.longitude + position.longitude - shown.longitude, guess.latitude + position.latitude - shown.latitude
        )
    return guess


def _shift(position: Position) -> tuple[float, float]:
    """How far GCJ-02 lies beside WGS-84 at a place, in degrees east and north."""
    x, y = position.longitude - 105.0, position.latitude - 35.0
    short = 20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (short + 20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (short + 20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    latitude = radians(position.latitude)
    flat = 1 - _ECCENTRICITY * sin(latitude) ** 2
    return (
        east * 180.0 / (_AXIS / sqrt(flat) * cos(latitude) * pi),
        north * 180.0 / (_AXIS * (1 - _ECCENTRICITY) / (flat * sqrt(flat)) * pi),
    )
