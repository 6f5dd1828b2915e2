"""A street's rules speak of matters in the street only; two streets may differ without a tie."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from tests.support import COUNTY_FILES, Built, write_files

from gridroute import County, Dispatcher, Issue
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


# ---- a street's own value of a parameter -------------------------------------------------------------------

VALUES = {
    "county.yaml": COUNTY_FILES["county.yaml"]
    + "parameters: {大户数: {value: 10, tighter: lower, source: 县办法1条}}\n",
    "a.rules.yaml": (
        "rules:\n"
        "  - {id: yh-many, stage: reporting, title: 多户两小时, source: 县办法2条, "
        "when: {affected_households: {at_least: {param: 大户数}}}, then: {due: {inspect: 2 clock_hours}}}\n"
    ),
}


def streets(yunhe: Yunhe, tmp_path: Path, **values: str) -> tuple[County, list[str]]:
    """云河县 with one layer for each code in ``values``, which gives the layer's parameters."""
    built = yunhe(dict(VALUES))
    faults: list[Fault] = []
    layers = [*built.county.policy.layers]
    for code, parameters in values.items():
        level = "street" if len(code) == 10 else "pilot"
        text = f'level: {level}\nadcode: "{code[1:]}"\nname: {code}\nparents: ["990101"]\nparameters: {parameters}\n'
        made = read_layer(write_files(tmp_path / code, {"layer.yaml": text}), faults)
        assert made is not None
        layers.append(made)
    ours = layers_of(built.county.policy.county, layers, [])
    return assemble(ours, faults), [fault.text() for fault in faults]


def holds(county: County, address: str, households: int, engine: str = "auto") -> bool:
    at = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    category = "公用事业/供热/供热中断"
    issue = Issue(
        id="S", received_at=at, text="暖气不热", category=category, address=address, affected_households=households
    )
    made = Dispatcher(county, engine).route(issue, at)
    held = [one for one in made.trace if one.rule == "yh-many"]
    assert len(held) < 2
    return bool(held)


@pytest.mark.parametrize("engine", ["auto", "reference"])
def test_a_street_changes_a_parameter_that_a_county_rule_names(yunhe: Yunhe, tmp_path: Path, engine: str) -> None:
    """Inside the street its value holds, outside and where no place is known the county's (§5)."""
    county, said = streets(yunhe, tmp_path, s990101001="{大户数: {value: 3, source: 街道办法1条}}")
    assert said == []
    asked = {
        (address, households): holds(county, address, households, engine)
        for address in ("云桥社区", "柳林村", "不知何处")
        for households in (2, 3, 9, 10)
    }
    expected = {"云桥社区": (False, True, True, True)} | dict.fromkeys(
        ("柳林村", "不知何处"), (False, False, False, True)
    )
    assert asked == {
        (place, n): answer for place, row in expected.items() for n, answer in zip((2, 3, 9, 10), row, strict=True)
    }


def test_a_pilot_inside_a_street_has_the_last_word_there(yunhe: Yunhe, tmp_path: Path) -> None:
    county, said = streets(yunhe, tmp_path, s990101001="{大户数: 5}", p990101001001="{大户数: 2}")
    assert said == []
    assert [holds(county, "云桥社区", n) for n in (1, 2)] == [False, True]
    assert [holds(county, "云河街道", n) for n in (4, 5)] == [False, True]
    assert [holds(county, "柳林村", n) for n in (9, 10)] == [False, True]


def test_only_rules_that_name_the_parameter_are_split(yunhe: Yunhe, tmp_path: Path) -> None:
    county, _ = streets(yunhe, tmp_path, s990101001="{大户数: 3}")
    split = {rule.id for rule in county.policy.rules if rule.street}
    assert split == {"yh-many"}
    (home,) = {rule.home for rule in county.policy.rules if rule.street}
    assert home == ("s990101001/layer.yaml", 5)


def test_what_the_code_asks_is_the_streets_too(yunhe: Yunhe, tmp_path: Path) -> None:
    county, said = streets(yunhe, tmp_path, s990101001="{吹哨主体: [township]}")
    assert said == []
    policy = county.policy
    everyone = ("township", "village_committee", "residents_committee")
    assert policy.parameter("吹哨主体", "990101001000/990101001001") == ("township",)
    assert policy.parameter("吹哨主体", "990101101000") == policy.parameter("吹哨主体") == everyone


def test_a_street_may_not_loosen_what_binds_it(yunhe: Yunhe, tmp_path: Path) -> None:
    _, said = streets(yunhe, tmp_path, s990101001="{异议窗口: 9 workdays}")
    assert said == ["s990101001/layer.yaml:5: 异议窗口: 比国家规定的 5个工作日 更宽: 只能更严"]


def test_a_value_that_does_not_fit_the_rule_is_told_where_the_street_gives_it(yunhe: Yunhe, tmp_path: Path) -> None:
    _, said = streets(yunhe, tmp_path, s990101001="{指定时限: 0 workdays}")
    assert said
    assert all(one.startswith("s990101001/layer.yaml:5: ") for one in said)


def test_a_streets_value_is_part_of_the_policys_hash(yunhe: Yunhe, tmp_path: Path) -> None:
    hashes = {streets(yunhe, tmp_path, s990101001=f"{{大户数: {value}}}")[0].policy.hash for value in (3, 4)}
    assert len(hashes) == 2


def test_a_street_replaces_a_county_rule_in_its_own_place_only(yunhe: Yunhe, tmp_path: Path) -> None:
    built = yunhe(dict(VALUES))
    own = (
        "rules:\n  - {id: s-own, stage: reporting, title: 本街道, source: 街道办法1条, replaces: yh-many, "
        "when: {affected_households: {at_least: 20}}, then: {due: {inspect: 1 clock_hours}}}\n"
    )
    text = 'level: street\nadcode: "990101001"\nname: 云河街道\nparents: ["990101"]\n'
    faults: list[Fault] = []
    street = read_layer(write_files(tmp_path / "s", {"layer.yaml": text, "x.rules.yaml": own}), faults)
    assert street is not None
    county = assemble(layers_of(built.county.policy.county, [*built.county.policy.layers, street], []), faults)
    assert faults == []
    assert [holds(county, "云桥社区", n) for n in (9, 10, 20)] == [False, False, False]
    assert [holds(county, "柳林村", n) for n in (9, 10, 20)] == [False, True, True]


# ---- what a street may not write, for it would act on the whole county --------------------------------------

STREET = 'level: street\nadcode: "990101001"\nname: 云河街道\nparents: ["990101"]\n'
RULE = "写到县的层里,或写成规则: 规则和参数只管本地"
NAME = "另起名称,或写到县的层里,或写成规则: 规则和参数只管本地"
CATEGORY = "写到县的层里;街道只能添新类别,不带词"
#: A file of the street, the line of the fault, and how the message begins and ends.
LEAKS = {
    "signals": ("signals.yaml", "signals:\n  燃气味: [苹果]\n", 2, "燃气味: “燃气味”已有", NAME),
    "group": ("groups.yaml", "groups:\n  甲组: {members: [供水企业]}\n", 2, "甲组: “甲组”已有", NAME),
    "ladder": (
        "ladders.yaml",
        "ladders:\n  property:\n    rungs: [{level: township, convener: 所在镇街}]\n",
        2,
        "property: “property”已有",
        NAME,
    ),
    "orders": (
        "x.order.yaml",
        "orders: {lead: {insert: [{id: mine, after: first, prefer: {candidate_level: township}}]}}\n",
        1,
        "“orders”管全县,不只管云河街道",
        RULE,
    ),
    "successions": (
        "x.order.yaml",
        "successions: {blower: {roles: [受理中心]}}\n",
        1,
        "“successions”管全县,不只管云河街道",
        RULE,
    ),
    "period": (
        "periods.yaml",
        "periods:\n  night: {from: '20:00', to: '08:00', every: day}\n",
        2,
        "night: “night”已有",
        NAME,
    ),
    "label": ("vocabulary.yaml", "labels:\n  complex: [难, hard]\n", 2, "complex: “complex”已有", NAME),
    "subject cues": ("vocabulary.yaml", "subject_cues: [某]\n", 1, "“subject_cues”管全县", RULE),
    "function": (
        "functions.yaml",
        "functions:\n  供热主管: {enforces: [公用事业]}\n",
        2,
        "供热主管: “供热主管”已有",
        NAME,
    ),
    "effect": (
        "groupings.yaml",
        "groupings:\n  mine: {of: issues, same: [category], within: 1 calendar_days, effect: propose_merge}\n",
        2,
        "“mine”管全县,不只管云河街道",
        RULE,
    ),
    "words of a category": (
        "own.categories.csv",
        "类别,关键词\n试/新的一类,苹果\n",
        2,
        "试/新的一类: 管全县",
        CATEGORY,
    ),
    "category there already": (
        "own.categories.csv",
        "类别,英文\n公用事业/供热,ours\n",
        2,
        "公用事业/供热: 管全县,不只管云河街道",
        CATEGORY,
    ),
    "calibration": ("confidence.csv", "证据占比,可信度\n10,90\n", 1, "管全县,不只管云河街道", "写到县的层里"),
    "calendars": ("layer.yaml", STREET + 'calendars: {workday_ends: "18:00"}\n', 5, "日历管全县", "写到县的层里"),
}


@pytest.mark.parametrize("level", ["street", "pilot"])
@pytest.mark.parametrize("leak", LEAKS)
def test_what_a_street_writes_for_the_whole_county_is_a_fault(
    leak: str, level: str, yunhe: Yunhe, tmp_path: Path
) -> None:
    file, text, line, problem, remedy = LEAKS[leak]
    built = yunhe({"groups.yaml": "groups:\n  甲组: {members: [供热企业]}\n"})
    files = {"layer.yaml": STREET, file: text}
    files["layer.yaml"] = files["layer.yaml"].replace("level: street", f"level: {level}")
    faults: list[Fault] = []
    layer = read_layer(write_files(tmp_path / "s", files), faults)
    assert layer is not None
    county = built.county
    made = assemble(layers_of(county.policy.county, [*county.policy.layers, layer], []), faults)
    (fault,) = faults
    assert (fault.file, fault.line) == (f"s/{file}", line)
    assert fault.text().startswith(f"s/{file}:{line}: {problem}")
    assert fault.remedy.zh == remedy
    assert made.policy.categories == county.policy.categories
    for name in ("orders", "successions", "ladders", "periods", "calendars", "functions", "groupings"):
        assert getattr(made.policy, name) == getattr(county.policy, name)
    for name in ("roles", "signals", "subject_cues", "labels"):
        ours = getattr(made.policy.vocabulary, name)
        if name == "labels":
            ours = {word: said for word, said in ours.items() if not word.startswith("scope.")}
        assert ours == getattr(county.policy.vocabulary, name)


def test_a_street_adds_names_that_nobody_has(yunhe: Yunhe, tmp_path: Path) -> None:
    ladder = "{label: 说事堂, rungs: [{level: community, convener: 社区党支部}], terminal: {body: 本级政府}}"
    files = {
        "layer.yaml": STREET,
        "roles.yaml": "roles:\n  综治中心: {form: kind, kind: other, at: township}\n",
        "groups.yaml": "groups:\n  街道两家: {members: [综治中心, 供热企业]}\n",
        "ladders.yaml": f"ladders:\n  talks: {ladder}\n",
        "signals.yaml": "signals:\n  果香: [苹果]\n",
        "own.categories.csv": "类别,依据\n试/新的一类,assumed\n",
        "vocabulary.yaml": "tags: {果味: 果味}\nfields: {stalls: {type: integer, label: 摊位数}}\n",
        "periods.yaml": "periods:\n  fair: {from: 05-01, to: 05-03, every: year, label: 集市}\n",
        "organizations.yaml": "organizations:\n  - {id: zz, name: 云河综治中心, kind: other, level: township, parent: gov}\n",
    }
    built = yunhe()
    faults: list[Fault] = []
    layer = read_layer(write_files(tmp_path / "s", files), faults)
    assert layer is not None
    made = assemble(layers_of(built.county.policy.county, [*built.county.policy.layers, layer], []), faults)
    assert [fault.text() for fault in faults] == []
    assert "试/新的一类" in made.policy.categories
    assert {"talks"} == {*made.policy.ladders} - {*built.county.policy.ladders}
    assert made.policy.vocabulary.roles["街道两家"].members == ("综治中心", "供热企业")


def with_street(yunhe: Yunhe, root: Path, files: dict[str, str], street: dict[str, str]) -> tuple[County, list[str]]:
    """云河县 with ``files`` and the layer of 云河街道 below it, and the faults of both."""
    built = yunhe(files)
    faults: list[Fault] = []
    layer = read_layer(write_files(root / "s", {"layer.yaml": STREET, **street}), faults)
    assert layer is not None
    county = assemble(layers_of(built.county.policy.county, [*built.county.policy.layers, layer], []), faults)
    return county, [fault.text() for fault in sorted(faults)]


def test_what_a_waiting_rule_replaces_stands_outside_the_street_that_filled_it_in(yunhe: Yunhe, tmp_path: Path) -> None:
    files = {
        "lanshan/layer.yaml": 'level: province\nadcode: "990000"\nname: 岚山省\n',
        "lanshan/p.rules.yaml": (
            "rules:\n  - {id: ls-1, stage: reporting, title: 一小时到场, source: 省办法1条, "
            "when: {}, then: {due: {inspect: 1 clock_hours}}}\n"
        ),
        "county.yaml": COUNTY_FILES["county.yaml"] + "parameters: {核查时限: {value: , required: true}}\n",
        "a.rules.yaml": (
            "rules:\n  - {id: yh-1, stage: reporting, title: 核查, source: 县办法1条, replaces: ls-1, "
            "when: {}, then: {due: {inspect: {param: 核查时限}}}}\n"
        ),
    }
    own = STREET + "parameters: {核查时限: 3 clock_hours}\n"
    county, faults = with_street(yunhe, tmp_path, files, {"layer.yaml": own})
    assert faults == []
    at = datetime.fromisoformat("2026-03-02T09:00:00+08:00")
    given = {}
    for address in ("云桥社区", "柳林村"):
        issue = Issue(id="S", received_at=at, text="路灯不亮", category="公用事业/供热/供热中断", address=address)
        made = Dispatcher(county).route(issue, at)
        given[address] = [(one.rule, one.amount) for one in made.obligations if one.act == "inspect"]
    assert given == {"云桥社区": [("yh-1", 3)], "柳林村": [("ls-1", 1)]}


TIED = (
    "stage: admit\nrules:\n"
    "  - {id: yh-1, title: 试, source: assumed, when: {nature: help, night: true}, then: {track: legacy}}\n"
    "  - {id: yh-2, title: 试, source: assumed, when: {nature: help, vulnerable: true}, then: {track: complex}}\n"
)
REPLACED = (
    "stage: admit\nrules:\n  - {id: s-1, title: 试, source: assumed, replaces: yh-1, "
    "when: {nature: help, night: true, vulnerable: true}, then: {track: service}}\n"
)


def test_a_tie_of_the_county_is_not_hidden_by_one_street(yunhe: Yunhe, tmp_path: Path) -> None:
    _, faults = with_street(yunhe, tmp_path, {"a.rules.yaml": TIED}, {"x.rules.yaml": REPLACED})
    assert [fault.split(": ")[1] for fault in faults] == ["yh-1"]
    assert "“yh-2”" in faults[0]


def test_a_tie_that_a_county_rule_settles_everywhere_is_none(yunhe: Yunhe) -> None:
    assert yunhe({"a.rules.yaml": TIED, "b.rules.yaml": REPLACED.replace("s-1", "yh-3")}).said() == []


@pytest.mark.parametrize(("days", "tied"), [("", []), (", effective_from: 2090-01-01", ["yh-1"])])
def test_a_tie_of_today_is_not_hidden_by_a_rule_of_tomorrow(yunhe: Yunhe, days: str, tied: list[str]) -> None:
    later = REPLACED.replace("s-1", "yh-3").replace("replaces: yh-1", f"replaces: yh-1{days}")
    assert [one.split(": ")[1] for one in yunhe({"a.rules.yaml": TIED, "b.rules.yaml": later}).said()] == tied
