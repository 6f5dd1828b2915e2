"""T45, I31: the index of a grid orders patrols and nothing else; no rule can read it, and no person has one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydantic import ValidationError
from tests.civic.conftest import Standing, said
from tests.support import Built

from gridroute.civic.index import Index, IndexValue
from gridroute.civic.patrol import patrol_order
from gridroute.errors import PolicyIncomplete

INDEX = "指数:\n  - {名称: 平安指数, 构成: {刑事治安警情: 600, 综治: 400}, 越好: 高}\n"
VALUES = (
    "指数,网格,月份,构成,数值\n平安指数,云桥第一网格,2026-03,刑事治安警情,900\n平安指数,云桥第一网格,2026-03,综治,500\n"
    "平安指数,云桥第二网格,2026-03,刑事治安警情,300\n平安指数,云桥第二网格,2026-03,综治,700\n"
    "平安指数,柳林网格,2026-03,综治,1000\n平安指数,柳林网格,2026-02,综治,1\n"
)


def test_the_worst_grid_comes_first_and_what_is_not_known_before_it(standing: Standing) -> None:
    civic = standing({"indices.yaml": INDEX, "index_values.csv": VALUES})
    assert said(civic) == []
    (index,) = civic.of(Index)
    found = [(one.order, one.place[-6:], one.value, one.missing) for one in patrol_order(civic, index, "2026-03")]
    assert found == [(1, "201001", None, ("刑事治安警情",)), (2, "001002", 460, ()), (3, "001001", 740, ())]


def test_where_low_is_good_the_highest_comes_first(standing: Standing) -> None:
    civic = standing({"indices.yaml": INDEX.replace("高", "低"), "index_values.csv": VALUES})
    (index,) = civic.of(Index)
    assert [one.value for one in patrol_order(civic, index, "2026-03")] == [None, 740, 460]


def test_weights_that_nobody_gave_are_not_guessed(standing: Standing) -> None:
    civic = standing({"indices.yaml": "indices:\n  - {name: 平安指数, components: {警情: null, 综治: 400}}\n"})
    assert [gap.problem.zh for gap in civic.gaps] == ["没有权重: 警情"]
    with pytest.raises(PolicyIncomplete, match="警情"):
        patrol_order(civic, civic.of(Index)[0], "2026-03")


@pytest.mark.parametrize(
    "given",
    [
        {"name": "平安指数", "components": {"警情": 999}},
        {"name": "平安指数", "components": {"警情": 1000}, "uses": ["dispatch"]},
        {"name": "平安指数", "components": {"警情": 1000}, "person": "张三"},
        {"name": "平安指数", "components": {}},
    ],
)
def test_an_index_has_no_other_use(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Index.model_validate(given)
    assert set(IndexValue.model_fields) & {"person", "reporter", "holder", "name"} == set()


def test_a_value_belongs_to_a_place(standing: Standing) -> None:
    """There is no row for a person: whoever is named where a grid should stand is no place."""
    civic = standing(
        {"indices.yaml": INDEX, "index_values.csv": "指数,网格,月份,构成,数值\n平安指数,张三,2026-03,综治,1\n"}
    )
    assert "没有地方“张三”" in said(civic)[0]


@pytest.mark.parametrize("field", ["safety_index", "平安指数", "积分", "patrol_priority"])
def test_t45_no_rule_can_read_it(yunhe: Callable[..., Built], field: str) -> None:
    rule = f"rules:\n- {{id: yh-x, stage: classify, title: 指数, source: assumed, when: {{{field}: low}}, then: {{urgency: utility}}}}\n"
    assert yunhe({"policy/x.rules.yaml": rule}).said() != []
