"""Loading a county's layers: one small folder per fault in ``tests/data/faults``, with the words that staff read.

``tests/data/faults.csv`` is the table of those words: folder, Chinese, English, one row a fault.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.support import COUNTY_FILES, DATA, Built, build_county, write_files

from gridroute.errors import Fault, PolicyError
from gridroute.model import Duration, Unit
from gridroute.policy.condition import Op, Test, matches
from gridroute.policy.layer import read_layer
from gridroute.policy.rule import DutyRow, LeadRow, Reference

Test.__test__ = False  # type: ignore[attr-defined]  # a name of ours, not a class of tests

Build = Callable[..., Built]
FOLDERS = sorted(path.name for path in (DATA / "faults").iterdir())


def _table() -> dict[str, list[tuple[str, str]]]:
    rows: dict[str, list[tuple[str, str]]] = {}
    with (DATA / "faults.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["fault"], []).append((row["zh"], row["en"]))
    return rows


WORDS = _table()
#: Folders whose words are held by a test of their own below.
APART = {"bound-list-loosened", "unknown-file", "unreachable-projection"}


#: What a county has only once or what moves it; a folder with one of these is loaded by itself.
OWN_COUNTY = {"county.yaml", "lanshan", "organizations.yaml", "territory"}


def _alone(name: str) -> bool:
    return any(path.name in OWN_COUNTY for path in (DATA / "faults" / name).iterdir())


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Fault]]:
    """The faults of all other folders, each laid into one county as a folder of its own."""
    files = {
        f"{name}/{path.name}": path.read_bytes()
        for name in FOLDERS
        if not _alone(name)
        for path in (DATA / "faults" / name).iterdir()
    }
    return by_folder(build_county(tmp_path_factory.mktemp("together"), files))


def by_folder(built: Built) -> dict[str, list[Fault]]:
    found: dict[str, list[Fault]] = {}
    for fault in built.faults:
        found.setdefault(fault.file.split("/")[1], []).append(fault)
    return found


def test_the_table_and_the_folders_agree() -> None:
    assert sorted({*WORDS, *APART}) == FOLDERS


def test_every_line_of_the_list_is_shown_by_a_folder() -> None:
    page = (DATA / "faults.md").read_text(encoding="utf-8")
    lines = [line for line in page.splitlines() if line.startswith("| ")][1:]
    named = [re.findall(r"`([a-z0-9-]+)`", line.split("|")[2]) for line in lines]
    assert len(lines) == 24
    assert all(named)
    assert {folder for folders in named for folder in folders} <= set(FOLDERS)


@pytest.mark.parametrize("name", [name for name in WORDS if not _alone(name)])
def test_fault(name: str, together: dict[str, list[Fault]]) -> None:
    assert [(fault.text("zh"), fault.text("en")) for fault in together.get(name, [])] == WORDS[name]


@pytest.mark.parametrize("name", [name for name in WORDS if _alone(name)])
def test_fault_of_a_county(name: str, yunhe: Build) -> None:
    built = yunhe(overlay=DATA / "faults" / name)
    assert list(zip(built.said("zh"), built.said("en"), strict=True)) == WORDS[name]


def test_every_fault_has_a_code(together: dict[str, list[Fault]]) -> None:
    assert [fault for faults in together.values() for fault in faults if not fault.code] == []


def test_files_without_a_rule_are_warned_of_and_no_fault(yunhe: Build) -> None:
    built = yunhe({"a.rules.yaml": "rules: []\n", "b.rules.yaml": "", "lists.c.table.csv": "编号,依据,类别,→已下沉\n"})
    assert built.said() == []
    said = [one.text() for one in built.county.policy.gaps if "一条规则也没有" in one.text()]
    assert said == [
        f"yunhe/{name}: 文件里一条规则也没有: 写上规则,或删去文件"
        for name in ("a.rules.yaml", "b.rules.yaml", "lists.c.table.csv")
    ]


def test_unknown_file(together: dict[str, list[Fault]]) -> None:
    """The endings that the remedy lists may grow, so only the problem is held to its words."""
    (fault,) = together["unknown-file"]
    assert (fault.file, fault.line) == ("yunhe/unknown-file/县情.csv", 0)
    assert fault.problem == ("不认识的文件,没有读它", "a file of no known kind; it was not read")
    assert ".rules.yaml" in fault.remedy.zh
    assert ".rules.yaml" in fault.remedy.en


def test_unreachable_projection(together: dict[str, list[Fault]]) -> None:
    """``track`` is decided before anybody can know whether the lead is contested."""
    (fault,) = together["unreachable-projection"]
    assert (fault.line, fault.rule) == (3, "yh-unreachable-projection")
    assert fault.problem == ("阶段 reporting 不能得出“track”", "stage reporting has no outcome “track”")


def test_unreachable_projection_does_not_suggest_the_same_word(together: dict[str, list[Fault]]) -> None:
    (fault,) = together["unreachable-projection"]
    assert "“track”" not in fault.remedy.zh


def test_a_bound_list_loosened(yunhe: Build) -> None:
    (fault,) = yunhe(overlay=DATA / "faults" / "bound-list-loosened").faults
    assert (fault.file, fault.line, fault.rule) == ("yunhe/county.yaml", 9, "名单")
    assert fault.remedy == ("只能更严", "it may only be tighter")
    assert "township" in fault.problem.zh


def test_a_list_parameter_is_shown_in_a_clerks_words(yunhe: Build) -> None:
    (fault,) = yunhe(overlay=DATA / "faults" / "bound-list-loosened").faults
    assert not re.search(r"\('|',\)", fault.text("zh") + fault.text("en"))


def test_a_misspelt_ending_is_met_with_the_ending(yunhe: Build) -> None:
    (fault,) = yunhe({"reporting.rule.yaml": "rules: []\n"}).faults
    assert ".rules.yaml" in fault.remedy.zh


def test_the_small_county_itself_has_no_fault(yunhe: Build) -> None:
    built = yunhe()
    assert built.faults == ()
    assert (built.county.name, built.county.adcode) == ("云河县", "990101")
    assert [layer.level for layer in built.county.policy.layers] == ["national", "county"]


def test_all_faults_of_all_files_come_in_one_error(yunhe: Build) -> None:
    faults = yunhe(overlay=DATA / "faults" / "two-faults-in-two-files").faults
    error = PolicyError(faults)
    assert error.text("zh").count("\n") == 1
    assert [line.split(":")[0] for line in error.text("en").splitlines()] == [
        "yunhe/a.rules.yaml",
        "yunhe/organizations.yaml",
    ]


# ---- one file at a time ------------------------------------------------------------------------------

NO_MANIFEST = ("缺少 county.yaml 或 layer.yaml", "neither county.yaml nor layer.yaml is there")
NO_CODE = (
    '要有 adcode (六位区划代码) 和 name: 写成 adcode: "110000"',
    'adcode (six digits) and name are needed: write it as adcode: "110000"',
)


@pytest.mark.parametrize(
    ("files", "where", "words"),
    [
        pytest.param({"a.rules.yaml": "rules: []\n"}, "yunhe", NO_MANIFEST, id="no manifest"),
        pytest.param({"county.yaml": "name: 云河县\n"}, "yunhe/county.yaml:1", NO_CODE, id="no code"),
        pytest.param(
            {"county.yaml": 'level: county\nadcode: "9901"\nname: 云河县\n'},
            "yunhe/county.yaml:2",
            NO_CODE,
            id="short code",
        ),
        pytest.param({"county.yaml": 'adcode: "990101"\n'}, "yunhe/county.yaml:1", NO_CODE, id="no name"),
        pytest.param(
            {"county.yaml": 'adcode: "990101"\nname: 云河县\nlevel: countee\n'},
            "yunhe/county.yaml:3",
            ("没有层级“countee”: 是不是“county”?", "no level “countee”: did you mean “county”?"),
            id="unknown level",
        ),
    ],
)
def test_a_layer_that_cannot_be_used(tmp_path: Path, files: dict[str, str], where: str, words: tuple[str, str]) -> None:
    faults: list[Fault] = []
    assert read_layer(write_files(tmp_path / "yunhe", files), faults) is None
    assert [fault.text("zh") for fault in faults] == [f"{where}: {words[0]}"]
    assert [fault.text("en") for fault in faults] == [f"{where}: {words[1]}"]


def test_a_layer_answers_to_its_names(tmp_path: Path) -> None:
    faults: list[Fault] = []
    layer = read_layer(write_files(tmp_path / "yunhe", COUNTY_FILES), faults)
    assert faults == []
    assert layer is not None
    assert [layer.answers_to(name) for name in ("990101", "云河县", "云河", "yunhe", "YunHe")] == [True] * 5
    assert not layer.answers_to("云")
    assert not layer.answers_to("")


# ---- what loads ----------------------------------------------------------------------------------------

RULE = "  - {{id: {id}, stage: {stage}, title: 试, source: {source}{more}, when: {when}, then: {then}}}\n"
PROVINCE = {"lanshan/layer.yaml": 'level: province\nadcode: "990000"\nname: 岚山省\n'}


def rules(*entries: dict[str, str]) -> str:
    plain = {"id": "yh-1", "stage": "reporting", "source": "assumed", "more": "", "when": "{}"}
    return "rules:\n" + "".join(RULE.format(**(plain | entry)) for entry in entries)


HANDLE = {"then": "{due: {handle: 3 workdays}}"}


def test_a_rule_as_read(yunhe: Build) -> None:
    text = (
        "stage: catalogue\n"
        "规则:\n"
        "  - 编号: yh-1\n"
        "    标题: 换热站\n"
        "    依据: 某条例3条\n"
        "    约束: 强制\n"
        "    位阶: 专门法\n"
        "    施行: 2026-01-01\n"
        "    终止: 2026-12-31\n"
        "    当: {类别: {under: 公用事业/供热}}\n"
        "    则: {主办: [{role: 供热主管部门, basis: special_law}], 协办: 供热企业}\n"
    )
    built = yunhe({"a.rules.yaml": text})
    assert built.said() == []
    (rule,) = (one for one in built.county.policy.rules if one.id == "yh-1")
    assert rule.condition == Test("category", Op.UNDER, ("公用事业/供热",))
    assert rule.outcomes == {
        "catalogue": {
            "lead": (LeadRow(Reference("供热主管部门"), "special_law"),),
            "support": (Reference("供热企业"),),
        }
    }
    assert (rule.binding, rule.special_law, rule.assumed) == ("mandate", True, False)
    assert (rule.level, rule.layer, rule.home) == ("county", "云河县", ("yunhe/a.rules.yaml", 3))
    assert [rule.in_force(date(*day)) for day in ((2025, 12, 31), (2026, 1, 1), (2026, 12, 31), (2027, 1, 1))] == [
        False,
        True,
        True,
        False,
    ]


def test_parameters_become_constants(yunhe: Build) -> None:
    built = yunhe(
        {
            "county.yaml": COUNTY_FILES["county.yaml"] + "parameters: {大户数: 30, 办结: 2个工作日}\n",
            "a.rules.yaml": rules(
                {"when": "{affected_households: {at_least: {param: 大户数}}}", "then": "{due: {handle: {param: 办结}}}"}
            ),
        }
    )
    assert built.said() == []
    (rule,) = (one for one in built.county.policy.rules if one.id == "yh-1")
    assert rule.condition == Test("affected_households", Op.AT_LEAST, 30)
    assert rule.outcomes == {"reporting": {"due": {"handle": Duration(2, Unit.WORKDAYS)}}}


def test_a_projection_is_filed_under_both_stages(yunhe: Build) -> None:
    """Whistle and required in one rule: the whole condition can be read when the whistle is decided."""
    built = yunhe(
        {
            "a.rules.yaml": rules(
                {"when": "{urgency: utility}", "then": "{whistle: appeal, required: [供热企业], tags: [heating]}"}
            )
        }
    )
    assert built.said() == []
    policy = built.county.policy
    (rule,) = (one for one in policy.rules if one.id == "yh-1")
    assert {stage: sorted(outcomes) for stage, outcomes in rule.outcomes.items()} == {
        "reporting": ["required"],
        "whistle": ["whistle"],
        "admit": ["tags"],
    }
    edition = policy.on(date(2026, 3, 2))
    assert all(rule in edition.at(stage) for stage in ("reporting", "whistle", "admit"))


def test_a_county_adds_a_channel_and_says_who_receives_it(yunhe: Build) -> None:
    files = {
        "vocabulary.yaml": "fields:\n  channel: {add: [夜校]}\n",
        "admit.more.table.csv": "编号,渠道,→首接单位,依据\nyh-night,夜校,所在镇街,assumed\n",
    }
    built = yunhe(dict(files))
    assert built.said() == []
    (rule,) = (one for one in built.county.policy.rules if one.id == "yh-night")
    assert matches(rule.condition, {"channel": "夜校"})


@pytest.mark.parametrize(
    ("stages", "loads"), [("[points]", True), ("[points, eligibility]", True), ("[points, reporting]", False)]
)
def test_points_are_a_field_of_civic_stages_only(yunhe: Build, stages: str, loads: bool) -> None:
    """I31: what a person has earned may not decide how an issue is handled."""
    text = f"fields:\n  points_this_year: {{type: integer, label: 今年积分, only: {stages}}}\n"
    assert (yunhe({"vocabulary.yaml": text}).said() == []) is loads


@pytest.mark.parametrize(
    ("more", "exit_", "loads"),
    [
        ("", "already_in_petition", True),  # the mandate goes first, whatever the order says
        ("", "outside_county", True),
        (", binding: mandate", "already_in_petition", True),  # behind it in the order of exits
        (", binding: mandate", "outside_county", False),  # before it: it would take the mandate's place
        (", rank: special_law", "already_in_petition", False),
    ],
)
def test_an_exit_beside_a_mandated_one(yunhe: Build, more: str, exit_: str, loads: bool) -> None:
    """core-B13b mandates ``discipline`` for 作风违纪; the order of exits settles what meets it."""
    entry = {"source": "某条例3条", "stage": "admit", "more": more, "when": "{category: {under: 作风违纪}}"}
    built = yunhe({"a.rules.yaml": rules(entry | {"then": f"{{exit: {exit_}}}"})})
    assert (built.said() == []) is loads
    assert any("core-B13b" in gap.text() for gap in built.county.policy.gaps) is loads


def test_duties_in_full(yunhe: Build) -> None:
    duties = "[{who: 主办单位, act: 调解, within: 3 workdays, evidence: [照片]}, {who: first_receiver, act: track, every: 1 workdays}]"
    built = yunhe({"a.rules.yaml": rules({"then": f"{{duties: {duties}}}"})})
    assert built.said() == []
    (rule,) = (one for one in built.county.policy.rules if one.id == "yh-1")
    assert rule.outcomes["reporting"]["duties"] == (
        DutyRow(Reference("主办单位"), "mediate", Duration(3, Unit.WORKDAYS), False, ("照片",)),
        DutyRow(Reference("first_receiver"), "track", Duration(1, Unit.WORKDAYS), True),
    )


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")], ids=["the older first", "the newer first"])
def test_one_id_on_days_apart_loads(yunhe: Build, names: tuple[str, str]) -> None:
    older, newer = names
    built = yunhe(
        {
            f"{older}.rules.yaml": rules(HANDLE | {"more": ", effective_to: 2026-06-29"}),
            f"{newer}.rules.yaml": rules(HANDLE | {"more": ", effective_from: 2026-06-30"}),
        }
    )
    assert built.said() == []


def test_one_id_on_days_apart(yunhe: Build) -> None:
    built = yunhe(
        {
            "a.rules.yaml": rules(HANDLE | {"more": ", effective_to: 2026-06-29"}),
            "b.rules.yaml": rules(HANDLE | {"more": ", effective_from: 2026-06-30"}),
        }
    )
    assert built.said() == []
    homes = {
        day: [rule.home[0] for rule in built.county.policy.on(day).at("reporting") if rule.id == "yh-1"]
        for day in (date(2026, 6, 29), date(2026, 6, 30))
    }
    assert homes == {date(2026, 6, 29): ["yunhe/a.rules.yaml"], date(2026, 6, 30): ["yunhe/b.rules.yaml"]}


def test_a_default_is_replaced_while_its_successor_is_in_force(yunhe: Build) -> None:
    built = yunhe(
        {
            **PROVINCE,
            "lanshan/p.rules.yaml": rules(HANDLE | {"id": "ls-1"}),
            "a.rules.yaml": rules(HANDLE | {"more": ", replaces: ls-1, effective_from: 2026-05-01"}),
        }
    )
    assert built.said() == []

    def names(day: date) -> list[str]:
        return [rule.id for rule in built.county.policy.on(day).at("reporting") if rule.id in ("ls-1", "yh-1")]

    assert names(date(2026, 4, 30)) == ["ls-1"]
    assert names(date(2026, 5, 1)) == ["yh-1"]


def test_a_special_law_may_be_tightened(yunhe: Build) -> None:
    built = yunhe(
        {
            "a.rules.yaml": rules(
                HANDLE | {"source": "某条例3条", "more": ", rank: special_law"},
                HANDLE | {"id": "yh-2", "more": ", tightens: yh-1"},
            )
        }
    )
    assert built.said() == []


@pytest.mark.parametrize(
    ("above", "below", "value"),
    [
        ("{value: 3 workdays, tighter: shorter, binding: bound}", "2 workdays", Duration(2, Unit.WORKDAYS)),
        ("{value: 3 workdays, tighter: shorter, binding: bound}", "72 clock_hours", Duration(72, Unit.CLOCK_HOURS)),
        ("{value: 3, tighter: lower, binding: bound}", "3", 3),
        ("{value: 3, tighter: higher, binding: bound}", "4", 4),
        ("{value: [a, b], tighter: subset, binding: bound}", "[b]", ("b",)),
        ("{value: [a], tighter: superset, binding: bound}", "[b, a]", ("b", "a")),
        ("{value: 3, binding: mandate}", "3", 3),
        ("{value: 3, tighter: lower}", "9", 9),
        ("{value: , required: true}", "9", 9),
    ],
)
def test_a_parameter_that_a_lower_layer_may_write(yunhe: Build, above: str, below: str, value: object) -> None:
    built = yunhe(
        {
            "lanshan/layer.yaml": PROVINCE["lanshan/layer.yaml"] + f"parameters: {{某数: {above}}}\n",
            "county.yaml": COUNTY_FILES["county.yaml"] + f"parameters: {{某数: {below}}}\n",
        }
    )
    assert built.said() == []
    assert built.county.policy.parameters["某数"].value == value


def test_a_step_is_inserted_after_the_one_it_names(yunhe: Build) -> None:
    step = "{id: upper, after: special_law, prefer: {overlap: true, candidate_level: city}, binding: mandate}"
    built = yunhe({"a.order.yaml": f"orders: {{lead: {{insert: [{step}]}}}}\n"})
    assert built.said() == []
    names = [one.id for one in built.county.policy.orders["lead"].steps]
    assert names[names.index("special_law") + 1] == "upper"


def test_a_group_is_a_role_of_many(yunhe: Build) -> None:
    built = yunhe(
        {
            "groups.yaml": "groups: {三所一庭: {members: [派出所, 司法所]}}\n",
            "a.rules.yaml": rules({"then": "{required: [{group: 三所一庭}], notify: 三所一庭}"}),
        }
    )
    assert built.said() == []
    (rule,) = (one for one in built.county.policy.rules if one.id == "yh-1")
    assert rule.outcomes["reporting"]["required"] == (Reference("三所一庭", group=True),)
    assert built.county.policy.vocabulary.roles["三所一庭"].members == ("派出所", "司法所")


def test_templates_make_a_body_in_every_place(yunhe: Build) -> None:
    built = yunhe(
        {
            "organizations.yaml": COUNTY_FILES["organizations.yaml"]
            + 'per_township:\n  - {id: pcs, name: "{township}派出所", kind: police_station, parent: gov}\n'
            + 'per_community:\n  - {id: dzz, name: "{community_short}党支部", kind: party_org, parent: community}\n'
        }
    )
    assert built.said() == []
    bodies = built.county.bodies
    assert bodies.by_id["990101101000-pcs"].name == "石桥镇派出所"
    assert bodies.by_id["990101101000-pcs"].parent == "990101-gov"
    assert bodies.by_id["990101001001-dzz"].name == "云桥社区党支部"
    assert bodies.by_id["990101001001-dzz"].place == bodies.by_id["990101001001-dzz"].parent == "990101001001"


def test_the_hash_follows_what_is_said_and_not_how_it_is_laid_out(
    tmp_path_factory: pytest.TempPathFactory, yunhe: Build
) -> None:
    one, two = HANDLE | {"id": "yh-1"}, HANDLE | {"id": "yh-2"}
    plain = build_county(tmp_path_factory.mktemp("one"), {"a.rules.yaml": rules(one, two)})
    moved = build_county(
        tmp_path_factory.mktemp("two"), {"z/b.rules.yaml": rules(two), "a.rules.yaml": "# 注\n" + rules(one)}
    )
    other = yunhe({"a.rules.yaml": rules(one, two | {"then": "{due: {handle: 4 workdays}}"})})
    assert plain.county.policy.hash == moved.county.policy.hash
    assert plain.county.policy.hash != other.county.policy.hash


# ---- told once, and in its place -------------------------------------------------------------------------


def test_a_missing_parent_is_told_once_where_it_stands(yunhe: Build) -> None:
    body = "organizations:\n  - {id: swj, name: 云河县水务局, kind: gov_dept, level: county, parent: gvo}\n"
    assert yunhe({"more/organizations.yaml": body}).said() == [
        "yunhe/more/organizations.yaml:2: 云河县水务局: 没有单位“gvo”: 是不是“gov”?"
    ]


@pytest.mark.parametrize(
    "when", ["{affected_households: {at_least: {param: 没有的}}}", "{affected_households: {param: 没有的}}"]
)
def test_a_parameter_that_is_not_there_is_told_once(yunhe: Build, when: str) -> None:
    assert yunhe({"a.rules.yaml": rules(HANDLE | {"when": when})}).said() == [
        "yunhe/a.rules.yaml:2: yh-1: 没有参数“没有的”"
    ]


def test_a_cell_too_long_is_a_fault_and_no_crash(yunhe: Build) -> None:
    text = f"编号,依据,→sunk\nyh-1,{'长' * 200_000},true\n"
    assert len(yunhe({"lists.duty.table.csv": text}).said()) == 1


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\x0b"])
def test_a_line_separator_inside_a_cell_is_no_end_of_row(yunhe: Build, mark: str) -> None:
    text = f"编号,依据,→sunk\nyh-1,某条例{mark}3条,true\nyh-2,assumed,true\n"
    built = yunhe({"lists.duty.table.csv": text})
    assert built.said() == []
    assert {rule.home[1] for rule in built.county.policy.rules if rule.id == "yh-2"} == {3}


def test_a_key_in_two_languages_is_told_by_both_its_names(yunhe: Build) -> None:
    (words,) = yunhe({"a.rules.yaml": rules(HANDLE | {"more": ", 当: {contested: true}"})}).said()
    assert "“当”" in words
    assert "“when”" in words


def test_a_duty_that_only_overlaps_a_bound_on_its_act_is_warned_of(yunhe: Build) -> None:
    built = yunhe(overlay=DATA / "faults" / "bound-loosened-by-a-duty")
    warned = [gap for gap in built.county.policy.gaps if gap.file == "yunhe/a.rules.yaml"]
    assert [gap.rule for gap in warned] == ["yh-5"]
    assert "“ls-1”" in warned[0].problem.zh


def test_a_layer_inside_the_folder_of_another_is_its_own(yunhe: Build) -> None:
    """A county keeps its streets in folders of its own; their files are read with the street's layer, not with its own."""
    street = "level: street\nadcode: '990101001'\nname: 云河街道\nparents: ['990101']\n"
    rule = "- {id: Y1, stage: classify, title: 一, source: assumed, when: {channel: web}, then: {urgency: utility}}"
    files = {"streets/yunhe/layer.yaml": street, "streets/yunhe/policy/y.rules.yaml": f"rules:\n  {rule}\n"}
    own = {"policy/own.rules.yaml": f"rules:\n  {rule.replace('Y1', 'Y2')}\n"}
    found = {rule.id for rule in yunhe(files | own).county.policy.rules}
    assert "Y2" in found
    assert "Y1" not in found
