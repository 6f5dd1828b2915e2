"""A street's rules speak of matters in the street only; two streets may differ without a tie."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from tests.support import Built, write_files

from gridroute import Dispatcher, Issue
from gridroute.dispatch.county import assemble
from gridroute.errors import Fault
from gridroute.plugins import layers_of
from gridroute.policy.layer import Layer, read_layer

Yunhe = Callable[..., Built]
RULES = """\
rules:
  - {{id: {street}-in, stage: reporting, title: 本街道两小时联系, source: assumed, when: {{}}, then: {{due: {{inspect: {hours} clock_hours}}}}}}
  - {{id: {street}-forum, stage: whistle, title: 本街道会议, source: assumed, when: {{}}, then: {{forum: {forum}}}}}
"""


@pytest.fixture
def dispatcher(yunhe: Yunhe, tmp_path: Path) -> Dispatcher:
    built = yunhe()
    for street, code, hours, forum in (("a", "990101001", 2, "property"), ("b", "990101101", 4, "petition")):
        write_files(
            tmp_path / street,
            {
                "layer.yaml": f'level: street\nadcode: "{code}"\nname: {street}街\nparents: ["990101"]\n',
                "x.rules.yaml": RULES.format(street=street, hours=hours, forum=forum),
            },
        )
    faults: list[Fault] = []
    layers = [*built.county.policy.layers]
    streets = [one for name in "ab" if isinstance(one := read_layer(tmp_path / name, faults), Layer)]
    county = built.county.policy.county
    ours = layers_of(county, [*layers, *streets], [])
    assert [layer.level for layer in ours][-2:] == ["street", "street"]
    made = assemble(ours, faults)
    assert [fault.text() for fault in faults] == []
    return Dispatcher(made)


@pytest.mark.parametrize(
    ("address", "hours", "forum"),
    [("云桥社区", 2, "property"), ("柳林村", 4, "petition"), ("不知何处", None, "party_building")],
)
def test_each_street_has_its_own(dispatcher: Dispatcher, address: str, hours: int | None, forum: str) -> None:
    at = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    issue = Issue(id="S", received_at=at, text="路灯不亮", category="公用事业/供热/供热中断", address=address)
    made = dispatcher.route(issue, at)
    assert [one.amount for one in made.obligations if one.act == "inspect"] == ([hours] if hours else [])
    assert made.forum == forum
