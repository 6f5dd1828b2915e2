"""An officer of a grid: what may be handed to one, what a village settles itself, and whose training has run out."""

from __future__ import annotations

from typing import Any

import pytest
from tests.casework.story import Story
from tests.support import build_county

from gridroute import Dispatcher
from gridroute.casework import CaseDesk

RULES = """rules:
  - {id: yh-cat, stage: catalogue, title: 路灯, source: assumed, when: {category: {under: 城乡建设/照明}}, then: {lead: [{role: 供热主管部门, basis: sector_regulator}]}}
  - {id: yh-list, stage: lists, title: 垃圾网格自办, source: assumed, when: {category: {under: 市容环卫/环境卫生}}, then: {grid_matter: may_resolve}}
  - {id: yh-only, stage: event, title: 清单外不派网格员, source: 县里的办法, when: {event: assign_to_community, to_kind: grid_officer, not: {grid_matter: may_resolve}}, then: {refuse: 不在网格事项清单, return_to: 所在镇街}}
  - {id: yh-old, stage: officer, title: 培训过期提醒, source: 县里的办法, when: {training_valid: false}, then: {warn: [培训已过期]}}
"""
GRIDS = "code,kind,name,assumed\n990101001001001,general,第1网格,false\n990101101201001,general,第1网格,false\n"
POSTS = (
    "id,role,place,name,holder,kin_of,trained_to,source\n"
    "p1,primary,990101001001001,云桥第1网格网格员,h1,,2025-12-31,县里的名册\n"
)
LAMP = {"text": "路灯不亮", "category": "城乡建设/照明/路灯不亮", "grid": "990101001001001"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> CaseDesk:
    files = {"rules.rules.yaml": RULES, "territory/grids.csv": GRIDS, "territory/officers.csv": POSTS}
    built = build_county(tmp_path_factory.mktemp("officers"), files)
    assert built.said() == []
    return CaseDesk(Dispatcher(built.county, "index"))


@pytest.mark.parametrize(
    ("to", "category", "refused"),
    [
        ("云桥第1网格网格员", "城乡建设/照明/路灯不亮", ("yh-only",)),
        ("p1", "城乡建设/照明/路灯不亮", ("yh-only",)),
        ("云桥社区居民委员会", "城乡建设/照明/路灯不亮", ()),
    ],
)
def test_an_officer_of_a_grid_is_given_only_what_the_list_allows(
    desk: CaseDesk, to: str, category: str, refused: tuple[str, ...]
) -> None:
    story = Story(desk, **(LAMP | {"category": category}))
    answer = story.do("assign_to_community", "intake_center", "2026-03-02T10:00", to=to)
    assert (answer.refusal.rules if answer.refusal else ()) == refused


def test_an_officer_of_another_village_is_given_nothing(desk: CaseDesk) -> None:
    fields: dict[str, Any] = {"text": "路灯不亮", "category": "城乡建设/照明/路灯不亮", "address": "石桥镇柳林村"}
    answer = Story(desk, **fields).do("assign_to_community", "intake_center", "2026-03-02T10:00", to="p1")
    assert answer.refusal is not None
    assert answer.refusal.kind == "unfit"


def test_what_the_grid_settles_its_village_replies_to(desk: CaseDesk) -> None:
    story = Story(desk, text="楼前垃圾没人清", category="市容环卫/环境卫生/垃圾清运", grid="990101001001001")
    story.do("take", "community", "2026-03-02T10:00")
    answer = story.do("reply", "community", "2026-03-03T10:00", evidence=["photo"], absence_noted=True)
    assert (answer.refusal, story.case.state, story.case.original) == (None, "replied", "990101001001")


def test_an_officer_whose_training_has_run_out_is_warned_of(desk: CaseDesk) -> None:
    case = Story(desk, **LAMP).case
    decision = desk.dispatcher.route(case.issue, case.opened_at)
    assert decision.officer == "云桥第1网格网格员"
    assert "培训已过期" in decision.warnings
