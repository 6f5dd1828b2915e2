"""Faults planted in a copy of 泗水县, one of a kind: each is found at its file and line, with its code.

Two copies are enough, for a policy with faults is looked at no further: one holds what keeps it from loading, the
other what is only to be mended. The tree itself has no finding: ``tests/cli/test_lint.py``.
"""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.support import SISHUI

from gridroute.assurance.lint import Finding, Survey
from gridroute.errors import Fault
from gridroute.plugins import baseline
from gridroute.policy.layer import read_layer

AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
SHANDONG = SISHUI.parents[1] / "gridroute-shandong" / "gridroute_shandong"


class Plant(NamedTuple):
    """``new`` takes the place of ``old`` in ``file``; without ``old`` it is added at the end of the file. Without a
    code it only prepares another.

    The finding stands on the line of ``at`` (else of ``new``); an empty ``at`` means the file as a whole.
    """

    code: str
    file: str
    new: str
    old: str = ""
    at: str | None = None


RULE = "  - {{id: ss-{0}, stage: {1}, title: 试, source: {2}, when: {{{3}}}, then: {{{4}}}}}\n"


def rule(
    code: str,
    when: str = "channel: patrol",
    then: str = "notify: [所在镇街]",
    stage: str = "reporting",
    more: str = "assumed",
    file: str = "policy/planted.rules.yaml",
) -> Plant:
    return Plant(code, file, RULE.format(code.lower(), stage, more, when, then))


#: Whatever keeps a policy from being used.
ERRORS = [
    Plant("GR102", "policy/broken.rules.yaml", "rules: [\n", at=""),
    rule("GR103", "channel: patrol, channel: window", file="policy/twice.rules.yaml"),
    Plant("GR105", "policy/form.rules.yaml", "rules: 甲\n"),
    Plant("GR106", "policy/planted.rules.yaml", "  - {id: ss-gr106, titel: 试, title: 试, stage: reporting, source: assumed, when: {channel: patrol}, then: {notify: [所在镇街]}}\n"),
    Plant("GR107", "policy/reporting.rule.yaml", "rules: []\n", at=""),
    Plant("GR108", "policy/admit.planted.table.csv", "编号,标题,渠到,→首接单位,依据\nss-gr108,试,letter,受理中心,assumed\n", at="渠到"),
    Plant("GR109", "policy/lists.long.table.csv", "编号,依据,category,→sunk\nss-gr109,某条例3条,第4款,公用事业/供热/*,true\n", at="ss-gr109"),
    Plant("GR110", "policy/planted.rules.yaml", "  - {id: ss-gr110, stage: admit, title: 试, source: assumed, when: {channel: patrol}, then: {explain: 已受理,请等待}}\n"),
    rule("GR111", then="due: {handle: }"),
    Plant("GR202", "policy/planted.rules.yaml", "  - {id: ss-gr202, stage: reporting, title: 试, when: {channel: patrol}, then: {notify: [所在镇街]}}\n"),
    rule("GR203", stage="reportng"),
    Plant("GR204", "policy/planted.rules.yaml", "  - {id: ss-gr204, stage: reporting, title: 试, source: assumed, then: {notify: [所在镇街]}}\n"),
    rule("GR205", "affected_housholds: {at_least: 10}"),
    rule("GR206", "lead_kind: township", "explain: [镇街办理]", "admit"),
    rule("GR208", "category: {at_least: 3}"),
    rule("GR209", "urgency: urgent"),
    rule("GR210", "affected_households: {between: [10, 1]}"),
    rule("GR211", then="lead: [供热主管部门]", stage="admit"),
    rule("GR213", then="due: {handl: 3 workdays}"),
    rule("GR215", then="notify: [所在镇]"),
    rule("GR216", then="notify: [泗水县公安局]"),
    rule("GR218", then="due: {handle: 三天}"),
    rule("GR219", then="due: {handle: 1 calendar_weeks}"),
    rule("GR220", then="duties: [{who: 所在社区, act: mediate}]"),
    rule("GR221", more="assumed, effective_from: 2026-02-30"),
    rule("GR222", more="assumed, effective_from: 2026-02-01, effective_to: 2026-01-31"),
    rule("GR224", then="due: {inspect: 2 clock_hours}", more="assumed, rank: special_law"),
    rule("GR227", more="assumed, replaces: core-none"),
    rule("GR236", then="due: {designate: {param: 指定时现}}", stage="ownership"),
    rule("GR708", "event: [satisfied, lawful_exit]", "refuse: 一律不办结", "event"),
    rule("GR709", "event: review_due", "refuse: 不得到期", "event"),
    Plant("GR301", "organizations.yaml", "id: fgj, naem: 甲,", "id: fgj,", at="id: fgj"),
    Plant("GR302", "organizations.yaml", "name: 泗水县教育和体育局, aliases: [县教体局, 教体局], kind: gov_dep,", "name: 泗水县教育和体育局, aliases: [县教体局, 教体局], kind: gov_dept,"),
    Plant("GR304", "organizations.yaml", "successors: [zhzff]", "successors: [zhzf]"),
    Plant("GR306", "organizations.yaml", "functions: [工业和信息话, 科技管理]", "functions: [工业和信息化, 科技管理]"),
    Plant("GR308", "roles.yaml", "roles:\n  所在镇街: {form: place, level: township}\n", at="  所在镇街"),
    Plant("GR309", "policy/groups.yaml", "  空组: {members: []}\n", at="空组"),
    Plant("GR401", "territory/divisions.csv", "370831001003,仲子社区又一个,village,370831001\n"),
    Plant("GR403", "territory/aliases.csv", "370831999999,无此地,assumed\n"),
    Plant("GR404", "territory/grids.csv", "370831001003999,generel,第999网格,true\n"),
    Plant("GR406", "territory/places.csv", "kind,name,code,from,to\nroad,中兴路,370831001003,50,2\n", at="中兴路"),
    Plant("GR408", "territory/lines.csv", "code,name,along\nsh,泗河,\n", at="sh,"),
    Plant("GR501", "calendar/2027.csv", "日期,安排,说明\n2027-02-05,放假,试\n", at="2027-02-05"),
    Plant("GR502", "calendar/2028.csv", "日期,安排,说明\n2027-02-05,休,试\n", at="2027-02-05"),
    Plant("GR504", "county.yaml", "calendars: {workday_end: \"18:00\"}\n"),
    Plant("GR601", "categories.csv", "类别,关键词\n公用事业/供热/换热站/噪声,换热站响\n", at="换热站响"),
    Plant("GR611", "a.order.yaml", "successions: {first_reciever: {roles: [本级政府]}}\n"),
    Plant("GR701", "policy/ladders.yaml", "  no_end:\n    rungs:\n      - {level: township, convener: 所在镇街}\n", at="no_end"),
]  # fmt: skip

#: What can be used and still wants mending.
WARNINGS = [
    Plant("GR113", "policy/empty.rules.yaml", "rules: []\n", at=""),
    rule("GR232", "category: {under: 公用事业/通信}", "exit: outside_county", "admit"),
    rule("GR233", "urgency: normal, channel: patrol", "due: {handle: 9 workdays}"),
    rule("GR234", "all: [{affected_households: {less_than: 3}}, {affected_households: {more_than: 5}}]"),
    rule("GR241", "not: {affected_people: {at_least: 10}}"),
    Plant("GR242", "policy/planted.rules.yaml", RULE.format("gr242-a", "reporting", "assumed", "channel: visit", "notify: [所在社区]") + RULE.format("gr242-b", "reporting", "assumed", "channel: visit", "notify: [所在社区]"), at="ss-gr242-b"),
    rule("GR243", "category: 公用事业/供热"),
    Plant("GR321", "organizations.yaml", "functions: [教育主管]", "functions: [教育主管, 体育主管]", at="organizations:"),
    Plant("GR322", "policy/groups.yaml", "  待填的组: {members: null, required: true}\n"),
    Plant("", "organizations.yaml", "functions: [工业和信息化]", "functions: [工业和信息化, 科技管理]"),
    Plant("GR323", "organizations.yaml", "successors: [zrj], functions: [科技管理], source: assumed}\n  - {id: ghj", "successors: [zrj], source: assumed}\n  - {id: ghj", at="科技管理"),
    Plant("GR324", "organizations.yaml", "functions: [政府信息公开, 供热主管]", "functions: [政府信息公开]", at="id: zjj"),
    Plant("GR325", "organizations.yaml", "successors: []", "successors: [hbj]"),
    Plant("GR327", "organizations.yaml", "kind: gov_dept, level: county, parent: gtj, functions: [公安交管]", "kind: gov_dept, level: county, parent: gaj, functions: [公安交管]"),
    Plant("GR330", "organizations.yaml", "aliases: [县工业和信息化局, 县工信局, 县发改局]", "aliases: [县工业和信息化局, 县工信局]"),
    Plant("GR331", "organizations.yaml", "  - {id: xxz, name: 泗水县某某站, kind: gov_dept, level: community}\nper_township:", "per_township:"),
    Plant("GR332", "organizations.yaml", "id: fgj, powers: [市容环卫/没有这类],", "id: fgj,"),
    Plant("GR328", "policy/groups.yaml", "  写两遍的组: {members: [派出所, 派出所], source: assumed}\n"),
    Plant("GR329", "roles.yaml", "roles:\n  没人用的角色: {form: function, function: 供热主管}\n", at="没人用的角色"),
    Plant("GR420", "territory/grids.csv", "370831001003002,general,第2网格,true\n", "370831001003002,general,第2网格,true\n"),
    Plant("GR422", "territory/grids.csv", "code,kind,name,assumed,valid_to\n370831001003001,general,第1网格,true,2025-12-31\n", "code,kind,name,assumed\n370831001003001,general,第1网格,true\n", at="370831001003001"),
    Plant("GR423", "territory/officers.csv", "id,role,place,name\nzz-1,primary,370831001003001,仲子一网格首责\n", at="zz-1"),
    Plant("GR421", "territory/divisions.csv", "370831001999,无格社区居民委员会,village,370831001\n"),
    Plant("GR424", "territory/aliases.csv", "370831001003,老街口,assumed\n370831101255,老街口,assumed\n", at="370831001003,老街口"),
    Plant("GR425", "territory/aliases.csv", "370831001003,仲子社区,assumed\n"),
    Plant("GR426", "territory/boundaries.geojson", "{\"type\": \"FeatureCollection\", \"crs\": \"gcj02\", \"features\": [\n{\"type\": \"Feature\", \"properties\": {\"code\": \"370831001003002\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[117.0, 35.0], [117.006, 35.0], [117.006, 35.01], [117.0, 35.01], [117.0, 35.0]]]}},\n{\"type\": \"Feature\", \"properties\": {\"code\": \"370831001003003\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[117.005, 35.0], [117.01, 35.0], [117.01, 35.01], [117.005, 35.01], [117.005, 35.0]]]}},\n", at="370831001003002"),
    Plant("GR427", "territory/boundaries.geojson", "{\"type\": \"Feature\", \"properties\": {\"code\": \"370831001003\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[117.0, 35.0], [117.02, 35.0], [117.02, 35.01], [117.0, 35.01], [117.0, 35.0]]]}}]}\n"),
    Plant("GR650", "categories.csv", "类别,关键词\n天外事务/来客/不明飞行物,不明飞行物\n", at="天外事务"),
    Plant("GR651", "policy/catalogue.tied.table.csv", "编号,category,→lead,→lead_basis,依据\nss-tie-1,公用事业/供热/供热设施,教育主管部门,special_law,某条例1条\nss-tie-2,公用事业/供热/供热设施,公安机关,special_law,某条例2条\n", at="ss-tie-2"),
    Plant("GR653", "policy/catalogue.tied.table.csv", "ss-down,交通运输/邮政快递/*,所在镇街,fallback,assumed\n"),
    Plant("GR720", "policy/ladders.yaml", "  nobody_calls:\n    rungs:\n      - {level: township, convener: 业主委员会}\n    terminal: {body: 本级政府, then: listed}\n", at="nobody_calls"),
    Plant("GR721", "policy/ladders.yaml", "  ends_nowhere:\n    rungs:\n      - {level: township, convener: 所在镇街}\n    terminal: {body: 业主委员会, then: listed}\n", at="ends_nowhere"),
    Plant("GR722", "policy/ladders.yaml", "  nobody_comes:\n    rungs:\n      - {level: township, convener: 所在镇街, members: [业主委员会]}\n    terminal: {body: 本级政府, then: listed}\n", at="nobody_comes"),
    Plant("GR723", "policy/ladders.yaml", "  not_led_to:\n    rungs:\n      - {level: township, convener: 所在镇街}\n    terminal: {body: 本级政府, then: listed}\n", at="not_led_to"),
    Plant("GR754", "civic/open_days.yaml", "  - {名称: 便民日, 每月几日: [9], 逢节假日: null, 依据: assumed}\n"),
    Plant("GR755", "civic/facts.csv", "SS04,基础网格,759,", "SS04,基础网格,758,"),
    Plant("GR761", "civic/procedures.yaml", "  - {名称: 无人议事, 步骤: [{名称: 提议}]}\n"),
    Plant("GR801", "policy/planted.rules.yaml", "  - {id: 泗水一, stage: reporting, title: 试, source: assumed, when: {channel: letter}, then: {notify: [所在镇街]}}\n"),
    rule("GR802", "channel: web", more="待补"),
    rule("GR805", "channel: app", more="assumed, effective_from: 2206-01-01"),
    Plant("GR804", "policy/blank.rules.yaml", "rules:   \n" + RULE.format("blank", "reporting", "assumed", "channel: other", "notify: [所在镇街]"), at="rules:"),
    rule("GR807", "channel: video_patrol", "due: {inspect: 2  workdays}"),
    Plant("GR808", "calendar/2027.csv", "日期,安排,说明\n2027-10-02,休,国庆节\n2027-10-01,休,国庆节\n", at="2027-10-01"),
    Plant("GR890", "policy/groups.yaml", "  # gridroute: allow GR328\n", at="allow GR328"),
    Plant("GR891", "policy/case.rules.yaml", "# gridroute: allow GR241 早已改好\n"),
    Plant("GR892", "policy/case.rules.yaml", "# gridroute: allow GR205 以后会有\n"),
]  # fmt: skip


def copy_of_sishui(root: Path, plants: list[Plant]) -> dict[Plant, int]:
    """Lays a copy of 泗水县 with ``plants`` into ``root``; says on which line each is, 0 for a file as a whole."""
    shutil.copytree(SISHUI, root, ignore=shutil.ignore_patterns("__pycache__"))
    for plant in plants:
        if plant.new:
            path = root / plant.file
            path.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            if not text and plant.file.endswith("planted.rules.yaml"):
                text = "rules:\n"
            assert not plant.old or text.count(plant.old) == 1, plant
            path.write_text(text.replace(plant.old, plant.new) if plant.old else text + plant.new, encoding="utf-8")
    return {plant: line_of(root / plant.file, plant) for plant in plants if plant.code}


def line_of(path: Path, plant: Plant) -> int:
    if plant.at == "":
        return 0
    sought = plant.new.split("\n")[0] if plant.at is None else plant.at
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1) if sought in line)


def found_in(root: Path, plants: list[Plant]) -> tuple[dict[Plant, int], list[Finding]]:
    lines = copy_of_sishui(root, plants)
    folders = (baseline(), SHANDONG / "province", SHANDONG / "jining", root)
    faults: list[Fault] = []
    layers = [layer for one in folders if (layer := read_layer(one, faults)) is not None]
    return lines, Survey(layers, [layers[-1]], AT, faults).run().left


def missed(lines: dict[Plant, int], found: list[Finding]) -> list[str]:
    """The plants that no finding names, each with what was found of its code instead."""
    where = {(one.code.name, one.fault.file.partition("/")[2], one.fault.line) for one in found}
    return [
        f"{plant.code} {plant.file}:{line}: {sorted(one for one in where if one[0] == plant.code)}"
        for plant, line in lines.items()
        if not any((code, file) == (plant.code, plant.file) and (not line or at == line) for code, file, at in where)
        and not (plant.at == "" and any(code == plant.code for code, _, _ in where))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("plants", [ERRORS, WARNINGS], ids=["errors", "warnings"])
def test_what_is_planted_is_found(plants: list[Plant], tmp_path: Path) -> None:
    lines, found = found_in(tmp_path / "sishui", plants)
    severities = {one.severity for one in found if one.code.name in {plant.code for plant in plants}}
    assert missed(lines, found) == []
    assert severities == {"error"} if plants is ERRORS else severities <= {"warning", "error"}
    assert all(one.text("zh") and one.text("en") and one.remedy.zh and one.remedy.en for one in found)


def test_every_kind_is_planted_once() -> None:
    planted = [plant.code for plant in (*ERRORS, *WARNINGS) if plant.code]
    assert len(planted) == len(set(planted))
    assert len(planted) >= 80
