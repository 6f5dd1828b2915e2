"""From one datum to the other and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridroute.territory.datum import Position, converted, datum_named

#: The published control values: the test set of ``eviltransform`` (WGS-84, then GCJ-02; latitude first).
CONTROL = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
]
METRE = 1 / 111_000


@pytest.mark.parametrize(("wgs84", "gcj02"), CONTROL, ids=["Shanghai", "Shenzhen", "Beijing"])
def test_control_values(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    shown = converted(Position(wgs84[1], wgs84[0]), "wgs84", "gcj02")
    assert shown == pytest.approx((gcj02[1], gcj02[0]), abs=METRE / 1000)
    back = converted(Position(gcj02[1], gcj02[0]), "gcj02", "wgs84")
    assert back == pytest.approx((wgs84[1], wgs84[0]), abs=METRE / 1000)


@given(longitude=st.floats(73, 135), latitude=st.floats(18, 53))
def test_property_there_and_back_is_the_same_place(longitude: float, latitude: float) -> None:
    here = Position(longitude, latitude)
    there = converted(here, "wgs84", "gcj02")
    assert converted(there, "gcj02", "wgs84") == pytest.approx(here, abs=METRE / 100)
    assert 50 * METRE < abs(there.longitude - longitude) + abs(there.latitude - latitude) < 2_000 * METRE


def test_one_datum_is_left_as_it_is() -> None:
    assert converted(Position(117.25, 35.66), "gcj02", "gcj02") == Position(117.25, 35.66)


@pytest.mark.parametrize(
    ("written", "datum"),
    [("GCJ-02", "gcj02"), ("gcj02", "gcj02"), ("WGS 84", "wgs84"), ("EPSG:4326", "wgs84"), ("CGCS2000", "wgs84"), ("bd09", None), ("", None), ("百度", None)],
)  # fmt: skip
def test_a_datum_by_its_names(written: str, datum: str | None) -> None:
    assert datum_named(written) == datum
