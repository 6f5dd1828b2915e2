"""Who commands whom in the register of bodies."""

from __future__ import annotations

import pytest

from gridroute.dispatch import County
from gridroute.model import Organization
from gridroute.policy.bodies import Bodies


@pytest.mark.parametrize(
    ("name", "commander"),
    [
        ("泉林镇综合执法办公室", "泉林镇"),
        ("泗河街道", "泗河街道"),
        ("仲子社区居民委员会", "泗河街道"),
        ("泗水县市场监督管理局", "泗水县市场监督管理局"),
        ("泗水县人民政府", "泗水县人民政府"),
    ],
)
def test_a_township_commands_what_stands_in_it(sishui: County, name: str, commander: str) -> None:
    (body,) = sishui.bodies.named(name)
    assert sishui.bodies.commander(body).name == commander


def test_a_force_sent_down_is_commanded_where_it_stands_and_not_from_home() -> None:
    town = Organization(id="t", name="某镇", kind="township", level="township", place="t", parent="gov")
    home = Organization(id="d", name="某局", kind="gov_dept", level="county", parent="gov")
    force = Organization(id="f", name="某局驻某镇执法队", kind="sunk_force", level="township", place="t", parent="d")
    register = Bodies({one.id: one for one in (town, home, force)})
    assert register.commander(force) == town
    assert register.commander(home) == home
