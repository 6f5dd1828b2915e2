"""The three lists: an agreement in force makes an obligation, nothing else does (T37, T38); capacity is shared out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from gridroute.civic.agreement import Agreement
from gridroute.civic.asking import Asking
from gridroute.civic.matching import Matching, matching

Desk = Callable[..., Asking]
DAY = date(2026, 3, 2)
UNITS = "编号,名称,共建社区\nU1,税务局党委,云桥社区|河东社区\nU2,银行党委,云桥社区\n"
NEEDS = "编号,社区,类别,数量,提出日期\nN1,云桥社区,养老/助餐,1,2026-02-01\n"
RESOURCES = "编号,单位,类型,适用类别,容量,失效\nR1,U1,志愿服务,养老,1,\n"
AGREEMENTS = "编号,单位,社区,签订日期,生效,失效\n"


def files(agreements: str = "", needs: str = NEEDS, resources: str = RESOURCES, projects: str = "") -> dict[str, str]:
    made = {
        "units.csv": UNITS,
        "needs.csv": needs,
        "resources.csv": resources,
        "agreements.csv": AGREEMENTS + agreements,
    }
    if projects:
        made["projects.csv"] = projects
    return made


def came(asking: Desk, *given: dict[str, str], day: date = DAY) -> Matching:
    made = asking(*given)
    assert made.civic.faults == (), [one.text() for one in made.civic.faults]
    return matching(made, day)


def shown(made: Matching) -> list[tuple[str, str, str, int]]:
    return [(one.pair.need.id, one.pair.resource.id, one.pair.match, one.quantity) for one in made.matches]


@pytest.mark.parametrize(
    ("agreement", "expected", "agreed"),
    [
        ("", "intention", None),  # T37: without an agreement it is an intention
        ("A1,U1,云桥社区,,2026-01-01,2026-12-31\n", "intention", "A1"),  # a draft
        ("A1,U1,云桥社区,2026-01-05,2026-01-01,2026-12-31\n", "obligation", "A1"),
        ("A1,U1,云桥社区,2026-03-03,2026-01-01,2026-12-31\n", "intention", "A1"),  # signed tomorrow
        ("A1,U1,云桥社区,2026-01-05,2026-04-01,2026-12-31\n", "intention", "A1"),  # not begun
        ("A1,U2,云桥社区,2026-01-05,2026-01-01,2026-12-31\n", "intention", None),  # another unit's
        ("A1,U1,河东社区,2026-01-05,2026-01-01,2026-12-31\n", "intention", None),  # another community's
        ("A1,U1,云桥社区,2025-01-05,2025-01-01,2025-12-31\nA2,U1,云桥社区,2026-01-05,2026-01-01,2026-12-31\n", "obligation", "A2"),  # renewed
    ],
)  # fmt: skip
def test_t37_only_an_agreement_in_force_makes_an_obligation(
    asking: Desk, agreement: str, expected: str, agreed: str | None
) -> None:
    made = came(asking, files(agreement))
    assert shown(made) == [("N1", "R1", expected, 1)]
    assert made.matches[0].pair.agreement == agreed


EXPIRED = "A1,U1,云桥社区,2025-01-05,2025-01-01,2026-03-01\n"


def test_t38_an_expired_agreement_is_not_matched_and_running_projects_go_on(asking: Desk) -> None:
    project = "编号,名称,状态,需求,资源,协议\nP1,老人助餐,在办,N2,R1,A1\n"
    needs = NEEDS + "N2,云桥社区,养老/助餐,1,2025-06-01\n"
    resources = "编号,单位,类型,适用类别,容量\nR1,U1,志愿服务,养老,5\n"
    made = came(asking, files(EXPIRED, needs, resources, project))
    assert made.matches == ()
    assert [(one.need.id, one.why, one.reasons) for one in made.unmet] == [("N1", "struck", ("协议到期",))]
    assert [one.id for one in made.running] == ["P1"]
    assert shown(came(asking, files(EXPIRED), day=date(2026, 3, 1))) == [("N1", "R1", "obligation", 1)]


@pytest.mark.parametrize(
    ("needs", "resources", "why", "reasons"),
    [
        (NEEDS, "编号,单位,类型,适用类别\nR1,U1,志愿服务,教育\n", "no_resource", ()),
        ("编号,社区,类别\nN1,柳林村,养老\n", RESOURCES, "no_resource", ()),
        (NEEDS, "编号,单位,类型,适用类别,容量\nR1,U1,志愿服务,养老,0\n", "struck", ("资源不可用",)),
        (NEEDS, "编号,单位,类型,适用类别,容量,失效\nR1,U1,志愿服务,养老,1,2026-03-01\n", "struck", ("资源不可用",)),
        ("编号,社区,类别,数量\nN1,云桥社区,养老,3\n", RESOURCES, "used_up", ()),
    ],
)
def test_what_is_left_says_why(asking: Desk, needs: str, resources: str, why: str, reasons: tuple[str, ...]) -> None:
    made = came(asking, files(needs=needs, resources=resources))
    assert [(one.why, one.reasons) for one in made.unmet] == [(why, reasons)]


def test_a_running_project_takes_its_share_of_the_capacity(asking: Desk) -> None:
    resources = "编号,单位,类型,容量\nR1,U1,场地,3\n"
    needs = "编号,社区,类别,数量\nN1,云桥社区,文体,2\nN9,云桥社区,文体,2\n"
    project = "编号,名称,状态,需求,资源,数量\nP1,广场舞,在办,N9,R1,2\n"
    made = came(asking, files(needs=needs, resources=resources, projects=project))
    assert shown(made) == [("N1", "R1", "intention", 1)]
    assert [(one.need.id, one.quantity, one.why) for one in made.unmet] == [("N1", 1, "used_up")]


def test_obligations_come_first_then_as_much_as_can_be_then_what_was_raised_first(asking: Desk) -> None:
    needs = "编号,社区,类别,提出日期\nN1,云桥社区,养老,2026-01-01\nN2,河东社区,养老,2026-02-01\nN3,云桥社区,养老,2026-01-15\n"
    resources = "编号,单位,类型,服务社区\nR1,U1,志愿服务,\nR2,U2,志愿服务,\n"
    signed = "A1,U1,河东社区,2026-01-05,2026-01-01,2026-12-31\n"
    made = came(asking, files(signed, needs, resources))
    # R1 is owed to N2; R2 goes to N1, which was raised before N3
    assert shown(made) == [("N1", "R2", "intention", 1), ("N2", "R1", "obligation", 1)]
    assert [one.need.id for one in made.unmet] == ["N3"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    some.lists(some.integers(1, 2), min_size=1, max_size=3),
    some.lists(some.integers(0, 2), min_size=1, max_size=2),
    some.sets(some.integers(0, 1)),
)
def test_law_nothing_better_can_be_given(
    asking: Desk, quantities: list[int], capacities: list[int], signed: set[int]
) -> None:
    """As good as the best of all ways to share out, found by trying them all."""
    needs = "编号,社区,类别,数量\n" + "".join(f"N{n},云桥社区,养老,{q}\n" for n, q in enumerate(quantities))
    resources = "编号,单位,类型,容量\n" + "".join(f"R{n},U{n + 1},服务,{c}\n" for n, c in enumerate(capacities))
    agreements = "".join(
        f"A{n},U{n + 1},云桥社区,2026-01-05,2026-01-01,2026-12-31\n" for n in signed if n < len(capacities)
    )
    made = came(asking, files(agreements, needs, resources))
    for number, quantity in enumerate(quantities):
        assert sum(one.quantity for one in made.matches if one.pair.need.id == f"N{number}") <= quantity
    for number, capacity in enumerate(capacities):
        assert sum(one.quantity for one in made.matches if one.pair.resource.id == f"R{number}") <= capacity
    cells = [(n, r) for n in range(len(quantities)) for r in range(len(capacities))]

    def worth(amounts: tuple[int, ...]) -> tuple[int, int]:
        for n, q in enumerate(quantities):
            if sum(a for a, cell in zip(amounts, cells, strict=True) if cell[0] == n) > q:
                return (-1, -1)
        for r, c in enumerate(capacities):
            if sum(a for a, cell in zip(amounts, cells, strict=True) if cell[1] == r) > c:
                return (-1, -1)
        return sum(a for a, cell in zip(amounts, cells, strict=True) if cell[1] in signed), sum(amounts)

    best = max(worth(one) for one in product(range(3), repeat=len(cells)))
    owed = sum(one.quantity for one in made.matches if one.pair.match == "obligation")
    assert (owed, sum(one.quantity for one in made.matches)) == best


def test_an_agreement_knows_how_it_stands() -> None:
    one = Agreement(id="A", unit="U", community="C", signed_on=DAY, valid_from=DAY, valid_to=DAY)
    days = (date(2026, 3, 1), DAY, date(2026, 3, 3))
    assert [one.status(day) for day in days] == ["draft", "in_force", "expired"]
