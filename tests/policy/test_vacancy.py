"""A rule that can never hold loads, and whoever wrote it is told."""

from __future__ import annotations

import pytest
from tests.support import build_county

CONDITIONS = {
    "{affected_households: {at_least: 10, less_than: 5}}": True,
    "{affected_households: {at_least: 10, at_most: 10}}": False,
    "{track: ordinary, not: {track: ordinary}}": True,
    "{not: {any: [{track: ordinary}, {not: {track: ordinary}}]}}": True,
    "{track: ordinary, not: {track: consult}}": False,
    "{all: [{urgency: normal}, {urgency: utility}]}": True,
    "{urgency: {less_than: normal}}": True,
    "{urgency: {less_than: utility}}": False,
    "{category: {under: 公用事业/供热}, all: [{category: {under: 公用事业/供水}}]}": True,
    "{}": False,
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:

    rows = "".join(
        f"  - {{id: yh-{n}, title: 试, source: assumed, when: {when}, then: {{warn: 试}}}}\n"
        for n, when in enumerate(CONDITIONS)
    )
    built = build_county(tmp_path_factory.mktemp("vacant"), {"a.rules.yaml": "stage: ownership\nrules:\n" + rows})
    assert built.said() == []
    return {gap.rule: gap.text("zh") for gap in built.county.policy.gaps if "从不成立" in gap.text("zh")}


@pytest.mark.parametrize(("number", "never"), list(enumerate(CONDITIONS.values())), ids=list(CONDITIONS))
def test_who_wrote_a_contradiction_is_told(told: dict[str, str], number: int, never: bool) -> None:
    assert (f"yh-{number}" in told) is never


def test_where_it_stands(told: dict[str, str]) -> None:
    assert told["yh-0"] == ("yunhe/a.rules.yaml:3: yh-0: 条件自相矛盾,这条规则从不成立: 检查对同一字段的几项检验")
    assert set(told) <= {f"yh-{n}" for n in range(len(CONDITIONS))}, "none of the nation's rules is vacant"
