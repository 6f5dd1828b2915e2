"""What cannot be shown as two small files: broken bytes, workbooks, plugins, standing matters, whole tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.assurance.lint.pages import survey, write
from tests.support import COUNTY_FILES, Built, write_files

from gridroute.assurance.lint import Survey
from gridroute.assurance.lint.bodies import functions_of
from gridroute.assurance.lint.outcome import leads
from gridroute.assurance.lint.rules import rules
from gridroute.errors import Fault, UnknownCounty
from gridroute.model import Failure
from gridroute.plugins import Plugins, baseline, clashes, county_named, installed_layers
from gridroute.policy.document import parse_document
from gridroute.policy.layer import read_layer
from gridroute.policy.lifecycle import read_lifecycle

Yunhe = Callable[..., Built]
AT = datetime.fromisoformat("2026-03-02T09:00:00+08:00")


def codes_of(built: Built) -> list[tuple[str, str, int]]:
    return [(fault.code, fault.file, fault.line) for fault in built.faults]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.rules.yaml", "rules: []  # 试".encode("gb18030")),
        ("lists.duty.table.csv", b"\xff\xfe\xfd\n"),
        ("calendar/2027.csv", b"\xff\xfe\xfd\n"),
    ],
)
def test_a_file_that_cannot_be_read(yunhe: Yunhe, name: str, content: bytes) -> None:
    """GR101: of bytes in another encoding nothing is read."""
    assert codes_of(yunhe({name: content})) == [("GR101", f"yunhe/{name}", 0)]


@pytest.mark.parametrize(
    ("fill", "line"),
    [
        (lambda sheet: sheet.merge_cells("A2:A3"), 2),
        (lambda sheet: sheet.__setitem__("C2", "=A1"), 2),
        (lambda sheet: sheet.__setitem__("C2", 1.5), 2),
    ],
)
def test_a_workbook_that_cannot_be_used(
    yunhe: Yunhe, tmp_path: Path, fill: Callable[[object], None], line: int
) -> None:
    """GR112: what a spreadsheet shows and a file does not hold."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["编号", "依据", "affected_households", "→sunk"], ["yh-1", "assumed", "", "true"]):
        sheet.append(row)
    fill(sheet)
    book.save(tmp_path / "made.xlsx")
    built = yunhe({"lists.own.table.xlsx": (tmp_path / "made.xlsx").read_bytes()})
    assert ("GR112", "yunhe/lists.own.table.xlsx", line) in codes_of(built)


def test_a_plugin_that_fails() -> None:
    """GR903: its counties are not there, and it is named."""
    manager = Plugins()
    manager.broken.append(Failure(plugin="nowhere", hook="import", error="ImportError: no"))
    faults: list[Fault] = []
    installed_layers(manager, faults)
    assert [(fault.code, fault.file) for fault in faults] == [("GR903", "nowhere")]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("adcode: '990101'\nname: 云河新县", True),
        ("adcode: '990109'\nname: 云河县", True),
        ("adcode: '880101'\nname: 云河县", False),
        ("adcode: '990102'\nname: 青山县", False),
    ],
    ids=["same code", "same name in one city", "same name elsewhere", "another"],
)
def test_two_plugins_for_one_county(tmp_path: Path, other: str, told: bool) -> None:
    """GR904: each is named, with the folder that it comes from; a name that two cities know is no clash."""
    first, second = tmp_path / "one", tmp_path / "two"
    write_files(first, {"county.yaml": "level: county\nadcode: '990101'\nname: 云河县\n"})
    write_files(second, {"county.yaml": f"level: county\n{other}\n"})
    faults: list[Fault] = []
    layers = [layer for root in (first, second) if (layer := read_layer(root, faults)) is not None]
    assert not faults
    found = clashes(layers)
    assert [(fault.code, fault.file) for fault in found] == (
        [("GR904", "one/county.yaml"), ("GR904", "two/county.yaml")] if told else []
    )
    for fault in found:
        for lang in ("zh", "en"):
            assert str(first) in fault.text(lang)
            assert str(second) in fault.text(lang)
    if len({layer.name for layer in layers}) == 1:
        with pytest.raises(UnknownCounty, match=str(second)):
            county_named("云河县", layers)


def test_a_folder_that_is_no_layer(tmp_path: Path) -> None:
    """GR114: without a manifest."""
    looked = survey([*write(tmp_path, {}), tmp_path], AT)
    assert [(fault.code, fault.file) for fault in looked.faults] == [("GR114", tmp_path.name)]


def test_a_lead_whose_duties_have_no_time(yunhe: Yunhe, monkeypatch: pytest.MonkeyPatch) -> None:
    """GR652: a lead is named and nothing that it owes has a time. The nation gives every lead one, so it is taken away."""
    from gridroute.dispatch.dispatcher import Dispatcher
    from gridroute.model import Decision, Issue

    route = Dispatcher.route

    def without_time(self: Dispatcher, issue: Issue, at: datetime) -> Decision:
        made = route(self, issue, at)
        return made.model_copy(update={"obligations": ()})

    monkeypatch.setattr(Dispatcher, "route", without_time)
    found = list(leads(yunhe().county, AT))
    assert {one.code.name for one in found} >= {"GR652"}
    assert all(one.fault.rule for one in found)


def test_the_nation_is_where_the_tree_says() -> None:
    assert (baseline() / "layer.yaml").is_file()
    assert Survey([], [], AT).run().left == []


LIFE = """states:
  open: {label: 在办, en: open}
  closed: {label: 办结, en: closed, final: true}
roles:
  system: [系统, the system]
events:
  close: {label: 办结, en: close, from: [open], to: closed, by: [system], unrefusable: true}
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("to: closed", "to: clsed", "GR706", 7),
        ("by: [system]", "by: [sytem]", "GR706", 7),
        (", unrefusable: true", "", "GR707", 2),
    ],
)
def test_a_wrong_life_cycle(old: str, new: str, code: str, line: int) -> None:
    """Only the nation writes it, so no example of a county shows these."""
    faults: list[Fault] = []
    read_lifecycle(parse_document(LIFE, "lifecycle.yaml", faults), faults)
    assert faults == []
    read_lifecycle(parse_document(LIFE.replace(old, new), "lifecycle.yaml", faults), faults)
    assert (code, line) in {(fault.code, fault.line) for fault in faults}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("channel: visit, urgency: normal", "urgency: normal, channel: visit", True),
        ("channel: [visit, web]", "channel: [web, visit]", True),
        ("channel: visit", "channel: [visit]", True),
        ("all: [{channel: visit}, {urgency: normal}]", "channel: visit, urgency: normal", True),
        ("any: [{channel: visit}, {urgency: normal}]", "any: [{urgency: normal}, {channel: visit}]", True),
        ("any: [{channel: visit}, {urgency: normal}]", "channel: visit, urgency: normal", False),
        ("affected_people: {between: [1, 3]}", "affected_people: {between: [1, 4]}", False),
    ],
)
def test_rules_that_say_the_same_in_another_order(yunhe: Yunhe, one: str, other: str, same: bool) -> None:
    """GR242: the order of keys and of values means nothing."""
    rows = "".join(
        f"  - {{id: yh-{n}, stage: reporting, title: 试, source: assumed, when: {{{when}}}, then: {{{then}}}}}\n"
        for n, (when, then) in enumerate(
            ((one, "notify: [所在社区], explain: 好"), (other, "explain: 好, notify: [所在社区]")), start=1
        )
    )
    built = yunhe({"a.rules.yaml": "rules:\n" + rows})
    assert built.faults == ()
    assert [each.fault.line for each in rules(built.county) if each.fault.code == "GR242"] == ([3] if same else [])


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("公用事业/供热", True),
        ("公用事业/供热/*", False),
        ("公用事业/供热/温度", False),
        ("公用事业/供热|公用事业/供热/温度", False),  # the one, and one of those below it: meant just so
        ("公用事业/供热|公用事业/供水/停水", True),
        ("!公用事业/供热", False),
    ],
)
def test_a_category_without_those_below_it(yunhe: Yunhe, written: str, told: bool) -> None:
    """GR243: the row looks as if it were about heating, and no last category of heating meets it."""
    built = yunhe({"lists.own.table.csv": f"编号,依据,category,→sunk\nyh-1,assumed,{written},true\n"})
    assert built.faults == ()
    found = [each.fault for each in rules(built.county) if each.fault.code == "GR243"]
    where = [(each.file, each.line) for each in found if each.rule == "yh-1"]
    assert where == ([("yunhe/lists.own.table.csv", 2)] if told else [])
    assert [each.rule for each in found if each.rule != "yh-1"] == []  # none of the nation's


@pytest.mark.parametrize(
    ("source", "good"),
    [
        ("《供热条例》34条", True),
        ("某法3条", True),
        ("Heating Act s. 4", True),
        ("县政府会议纪要", False),
        ("热线工作通知", False),
        ("action plan", False),
    ],
)
def test_special_law_has_a_law_behind_it(yunhe: Yunhe, source: str, good: bool) -> None:
    """GR224: minutes and notices outrank nobody."""
    row = f"{{id: yh-1, stage: reporting, title: 试, source: {source}, rank: special_law, when: {{channel: patrol}}, "
    built = yunhe({"a.rules.yaml": f"rules:\n  - {row}then: {{due: {{inspect: 9 clock_hours}}}}}}\n"})
    assert [fault.code for fault in built.faults] == ([] if good else ["GR224"])


@pytest.mark.parametrize(("functions", "found"), [("供热主管, 供热主管", []), ("民意受理", ["民意受理"])])
def test_one_body_holds_a_function_once(yunhe: Yunhe, functions: str, found: list[str]) -> None:
    """GR324: named twice in one body is no tie; in two bodies it is one."""
    bodies = COUNTY_FILES["organizations.yaml"].replace("[供热主管]", f"[{functions}]")
    made = functions_of(yunhe({"organizations.yaml": bodies}).county, AT.date())
    assert [one.fault.rule for one in made if one.fault.code == "GR324"] == found


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("territory/z.rules.yaml", True),
        ("territory/lines.yaml", True),
        ("territory/old/places.csv", True),
        ("territory/notes.md", False),
        ("calendar/2027.yaml", True),
        ("calendar/lists.own.table.xlsx", True),
        ("calendar/local.csv", False),
        ("examples/a.yaml", False),
    ],
)
def test_a_file_that_nobody_reads_is_told(yunhe: Yunhe, name: str, told: bool) -> None:
    """GR107: also in the folders of places and calendars, where no rule is looked for."""
    text = "日期,安排,说明\n2026-03-03,休,试\n" if name == "calendar/local.csv" else "rules: []\n"
    assert codes_of(yunhe({name: text})) == ([("GR107", f"yunhe/{name}", 0)] if told else [])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("organizations:\n  - {id: x, name: 甲, kind: gov_dept, level: county, valid_from: 2026-02-01, valid_to: 2026-01-01}\n", "撤销日期 2026-01-01 早于设立日期 2026-02-01: 改 valid_from 或 valid_to"),
        ("organizations:\n  - {id: x, name: \"{township}甲\", kind: gov_dept, level: county}\n", "“{township}甲”里的{township}没有东西可填: 直接写名称"),
        ("per_township:\n  - {id: x, name: \"{townshp}甲\", kind: police_station}\n", "“{townshp}甲”里的{townshp}没有东西可填: 是不是“{township}”?"),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be(yunhe: Yunhe, row: str, said: str) -> None:
    """GR301: an end before the beginning, a blank of a template that nothing fills."""
    faults = yunhe({"organizations.yaml": row}).faults
    assert {(one.code, one.line) for one in faults if one.file == "yunhe/organizations.yaml"} == {("GR301", 2)}
    assert any(one.text("zh").endswith(said) for one in faults), [one.text("zh") for one in faults]
