"""A policy written in Chinese words is the same policy, and a file turned into either language comes back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import COUNTY_FILES, DATA, SISHUI, Built, build_county, write_files

from gridroute.dispatch.county import County, assemble
from gridroute.errors import Fault
from gridroute.plugins import baseline
from gridroute.policy import tongue
from gridroute.policy.grammar import Grammar
from gridroute.policy.layer import MANIFESTS, Layer, read_layer
from gridroute.policy.lexicon import words_of
from gridroute.policy.rewriting import policy_files, rewrite
from gridroute.policy.rule import Rule
from gridroute.policy.tongue import Words

Build = Callable[..., Built]
ROOT = DATA.parents[1]
SHANDONG = SISHUI.parents[1] / "gridroute-shandong" / "gridroute_shandong"
FOLDERS = [baseline(), SHANDONG / "province", SHANDONG / "jining", SISHUI]


@pytest.fixture(scope="module")
def grammars() -> dict[Path, Grammar]:
    nation = read_layer(baseline(), [])
    assert nation is not None
    own = [layer for folder in FOLDERS[1:] if (layer := read_layer(folder, [])) is not None]
    made = {layer.root: Grammar(words_of([nation, layer])) for layer in own}
    return {nation.root: Grammar(words_of([nation])), **made}


@pytest.fixture(scope="module")
def grammar(grammars: dict[Path, Grammar]) -> Grammar:
    return grammars[baseline()]


def turned(folder: Path, name: str, text: str | bytes, grammar: Grammar, lang: str) -> bytes:
    """``text`` as a file of that name, in ``lang``; it has no faults."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    made = rewrite(path, name, grammar, lang)
    assert [fault.text("en") for fault in made.faults] == []
    assert made.before == path.read_bytes()
    return made.after


# ---- the words ---------------------------------------------------------------------------------------

TABLES = {
    name: table for name in dir(tongue) if name.isupper() and not name.startswith("_") and isinstance(table := getattr(tongue, name), dict) and name != "FLAGS"
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES.keys())
def test_every_word_of_the_language_goes_over_and_comes_back(table: dict[str, str]) -> None:
    words = Words(table)
    assert set(words.zh) == set(table)
    for word, said in table.items():
        assert words.in_("zh", word) == words.in_("zh", said) == said
        assert words.in_("en", word) == words.in_("en", said) == word


@pytest.mark.parametrize(
    "pairs",
    [
        {"a": "甲", "b": "甲"},
        {"a": "b", "b": "乙"},
        {"a": "甲, 乙"},
        {"a": "甲: 乙"},
        {"a": "# 甲"},
        {"a": "- 甲"},
        {"a": "2026"},
        {"a": "true"},
        {"a": "Null"},
        {"a": ""},
        {"a": "甲|乙"},
        {"a": "甲\n乙"},
        {"a": "甲 "},
        {"a": "2026-01-31"},
    ],
)
def test_a_label_that_could_not_be_turned_back_is_not_used(pairs: dict[str, str]) -> None:
    words = Words(pairs)
    assert words.in_("zh", "a") == "a"
    assert words.english(pairs["a"]) == pairs["a"]


def test_every_field_act_and_enumerated_word_of_the_nation_has_its_own_chinese(grammar: Grammar) -> None:
    lists = [
        grammar.condition.keys,
        grammar.acts,
        *(grammar.value(f).words for f in grammar.vocabulary.fields.values()),
    ]
    missing = {word for words in lists if words for word in words.all - words.zh.keys()}
    assert missing == {"110", "12345", "民意快车"}


# ---- every file of the tree ----------------------------------------------------------------------------


def _tree() -> Iterator[tuple[Path, Path]]:
    for folder in FOLDERS:
        for path in policy_files(folder):
            yield folder, path


@pytest.mark.parametrize(("folder", "path"), [pytest.param(*one, id=str(one[1].relative_to(ROOT))) for one in _tree()])
def test_every_file_of_the_tree_comes_back(
    folder: Path, path: Path, tmp_path: Path, grammars: dict[Path, Grammar]
) -> None:
    words = grammars[folder]
    text = path.read_bytes()
    assert turned(tmp_path, path.name, text, words, "") == text, "the tree is in its one form"
    english = turned(tmp_path, path.name, text, words, "en")
    chinese = turned(tmp_path, path.name, english, words, "zh")
    assert turned(tmp_path, path.name, chinese, words, "en") == english
    assert turned(tmp_path, path.name, turned(tmp_path, path.name, chinese, words, "en"), words, "zh") == chinese
    assert turned(tmp_path, path.name, text, words, "zh") == chinese
    if path.suffix == ".yaml":
        assert text in (english, chinese), "a YAML file is in one language"
    assert english != chinese or path.name == "signals.yaml"


def test_all_kinds_of_files_are_among_them() -> None:
    names = {path.name for _, path in _tree()}
    assert {"layer.yaml", "county.yaml", "vocabulary.yaml", "roles.yaml", "groups.yaml", "functions.yaml"} <= names
    assert {"signals.yaml", "periods.yaml", "ladders.yaml", "groupings.yaml", "organizations.yaml"} <= names
    assert {".".join(name.split(".")[-2:]) for name in names} >= {"rules.yaml", "order.yaml", "table.csv"}


def test_the_whole_policy_in_chinese_is_the_same_policy(tmp_path: Path, grammars: dict[Path, Grammar]) -> None:
    copies = []
    for folder in FOLDERS:
        copy = tmp_path / folder.name
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("__pycache__"))
        for path in policy_files(copy):
            path.write_bytes(rewrite(path, path.name, grammars[folder], "zh").after)
        copies.append(copy)
    assert "阶段: 受理" in (copies[0] / "stages" / "admit.rules.yaml").read_text(encoding="utf-8")
    written, english = load(copies), load(FOLDERS)
    assert written.policy.hash == english.policy.hash
    assert written.registers == english.registers
    assert [twin(rule) for rule in written.policy.rules] == [twin(rule) for rule in english.policy.rules]
    assert written.policy.bodies.by_id == english.policy.bodies.by_id
    assert written.policy.vocabulary == english.policy.vocabulary
    assert written.policy.parameters == english.policy.parameters
    assert (written.policy.orders, written.policy.successions) == (english.policy.orders, english.policy.successions)
    assert (written.policy.ladders, written.policy.groupings) == (english.policy.ladders, english.policy.groupings)


def load(folders: list[Path]) -> County:
    faults: list[Fault] = []
    layers = [layer for folder in folders if isinstance(layer := read_layer(folder, faults), Layer)]
    made = assemble(layers, faults)
    assert [fault.text("en") for fault in faults] == []
    return made


def twin(rule: Rule) -> tuple[object, ...]:
    """All that a rule says; not where it stands."""
    bare = replace(rule, home=("", 0))
    return tuple(getattr(bare, name) for name in bare.__slots__)


# ---- one rule at a time ----------------------------------------------------------------------------------

RULE = "{编号: x, 阶段: 报到, 标题: 试, 依据: assumed, 当: {}, 则: {时限: {办理: 3个工作日}}}"
TWINS = {
    "keys": (
        "{编号: x, 标题: 试, 依据: 某法3条, 阶段: 吹哨, 约束: 上下限, 位阶: 专门法, 施行: 2026-01-01, 终止: 2026-12-31, 当: {}, 则: {哨: 群众诉求哨}}",
        "{id: x, title: 试, source: 某法3条, stage: whistle, binding: bound, rank: special_law, effective_from: 2026-01-01, effective_to: 2026-12-31, when: {}, then: {whistle: appeal}}",
    ),
    "tests": (
        "{编号: x, 阶段: 归属, 标题: 试, 依据: assumed, 当: {影响户数: {至少: 1, 多于: 2, 至多: 9, 少于: 8, 介于: [3, 4]}, 类别: {属于: 公用事业/供热}, 标签: {含任一: [燃气], 全含: [燃气, 火情]}, 影响人数: {存在: 否}}, 则: {警示: [试]}}",
        "{id: x, stage: ownership, title: 试, source: assumed, when: {affected_households: {at_least: 1, more_than: 2, at_most: 9, less_than: 8, between: [3, 4]}, category: {under: 公用事业/供热}, tags: {contains_any: [gas], contains_all: [gas, fire]}, affected_people: {exists: false}}, then: {warn: [试]}}",
    ),
    "logic": (
        "{编号: x, 阶段: 归属, 标题: 试, 依据: assumed, 当: {全部: [{困难群众: 是}], 任一: [{地点状态: 空洞}, {非: {紧急程度: {至多: 民生急需}}}]}, 则: {警示: [试]}}",
        "{id: x, stage: ownership, title: 试, source: assumed, when: {all: [{vulnerable: true}], any: [{place_status: gap}, {not: {urgency: {at_most: utility}}}]}, then: {warn: [试]}}",
    ),
    "duties, groups and parameters": (
        "{编号: x, 阶段: 报到, 标题: 试, 依据: assumed, 当: {当月同类件数: {至少: {参数: 同类件数}}}, 则: {必到: [{成员组: 物业联席会议成员}], 义务: [{谁: 主办单位, 行为: 调解, 限期: {参数: 裁定时限}, 凭证: [照片]}, {谁: first_receiver, 行为: 跟踪, 每隔: 15分钟}]}}",
        "{id: x, stage: reporting, title: 试, source: assumed, when: {similar_issues_month: {at_least: {param: 同类件数}}}, then: {required: [{group: 物业联席会议成员}], duties: [{who: 主办单位, act: mediate, within: {param: 裁定时限}, evidence: [照片]}, {who: first_receiver, act: track, every: 15 clock_minutes}]}}",
    ),
    "leads": (
        "{编号: x, 阶段: 目录, 标题: 试, 依据: assumed, 当: {类别: 公用事业/供热}, 则: {主办: [{角色: 供热主管部门, 依据类型: 行业主管}], 协办: 供热企业}}",
        "{id: x, stage: catalogue, title: 试, source: assumed, when: {category: 公用事业/供热}, then: {lead: [{role: 供热主管部门, basis: sector_regulator}], support: 供热企业}}",
    ),
    "kinds and acts": (
        "{编号: x, 阶段: 义务, 标题: 试, 依据: assumed, 当: {义务行为: 报到, 义务人类型: [镇街, 派出所]}, 则: {督办: 督办函, 记责: 主办}}",
        "{id: x, stage: duty, title: 试, source: assumed, when: {act: check_in, obligor_kind: [township, police_station]}, then: {supervise: letter, charge: lead}}",
    ),
    "booleans": (
        "{编号: x, 阶段: 清单, 标题: 试, 依据: assumed, 当: {新: {存在: 是}}, 则: {行政事项: 否, 已下沉: '是'}}",
        "{id: x, stage: lists, title: 试, source: assumed, when: {新: {exists: true}}, then: {administrative: false, sunk: true}}",
    ),
    "points": (
        "{编号: x, 阶段: 积分, 标题: 试, 依据: assumed, 当: {党员: 是}, 则: {计分: [{账本: 个人, 项目: 志愿, 分值: 2}]}}",
        "{id: x, stage: points, title: 试, source: assumed, when: {party_member: true}, then: {award: [{ledger: 个人, item: 志愿, points: 2}]}}",
    ),
    "a word of two places": (
        "{编号: x, 阶段: 吹哨, 标题: 试, 依据: assumed, 当: {紧急程度: 特急}, 则: {哨: 应急哨}}",
        "{id: x, stage: whistle, title: 试, source: assumed, when: {urgency: emergency}, then: {whistle: emergency}}",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Rule]]:
    """Every pair of twins, loaded in a county of its own language."""
    found: dict[str, list[Rule]] = {}
    for side in (0, 1):
        root = tmp_path_factory.mktemp("twins")
        files = {
            "vocabulary.yaml": "fields: {新: {type: boolean, label: 新的}}\n",
            "a.rules.yaml": "规则:\n" + "".join(
                "  - " + both[side].replace(" x,", f" x-{n},", 1) + "\n" for n, both in enumerate(TWINS.values())
            ),
        }  # fmt: skip
        built = build_county(root, files)
        assert built.said() == []
        by_id = {rule.id: rule for rule in built.county.policy.rules}
        for number, name in enumerate(TWINS):
            found.setdefault(name, []).append(by_id[f"x-{number}"])
    return found


@pytest.mark.parametrize("name", TWINS)
def test_a_chinese_rule_is_its_english_twin(name: str, pairs: dict[str, list[Rule]]) -> None:
    chinese, english = pairs[name]
    assert twin(chinese) == twin(english)
    assert chinese.canonical == english.canonical


@pytest.mark.parametrize("name", [name for name in TWINS if name != "booleans"])
def test_the_twins_are_written_from_each_other(name: str, tmp_path: Path, grammar: Grammar) -> None:
    chinese, english = (f"rules:\n  - {one}   # 注 note\n" for one in TWINS[name])
    chinese = chinese.replace("rules:", "规则:")
    assert turned(tmp_path, "a.rules.yaml", english, grammar, "zh").decode() == chinese
    assert turned(tmp_path, "a.rules.yaml", chinese, grammar, "en").decode() == english


def test_the_other_files_in_chinese(yunhe: Build) -> None:
    built = yunhe(
        {
            "county.yaml": '层级: 县\n区划代码: "990101"\n名称: 云河县\n拼音: yunhe\n邻县: [青山市]\n参数: {吹哨主体: {值: [镇街, 村民委员会]}, 办结: 2个工作日}\n日历: {工作日止于: "18:00"}\n',
            "organizations.yaml": "单位:\n  - {编号: gov, 名称: 云河县人民政府, 单位类型: 政府, 层级: 县, 职能: [本级政府]}\n  - {编号: zjj, 名称: 云河县住建局, 单位类型: 政府部门, 层级: 县, 上级: gov, 设立: 2019-03-01}\n",
            "groups.yaml": "成员组: {三所: {成员: [派出所, 司法所], 人数: 2}}\n",
            "roles.yaml": "角色: {镇办: {形式: 单位类型, 单位类型: 镇街综合执法办公室, 所在层级: 镇街, 多个: 否}}\n",
            "periods.yaml": '时段: {早高峰: {自: "07:00", 至: "09:00", 每隔: 日}}\n',
            "a.order.yaml": "次序: {主办: {插入: [{编号: upper, 接在: special_law, 优先: {上下级职责交叉: 是}, 约束: 强制}]}}\n顺位: {党组织牵头: {角色: [社区党支部], 都没有时: {代管: 所在社区, 警示: 无}}}\n",
            "ladders.yaml": "会议阶梯: {property: {梯级: [{层级: 小区, 召集人: 小区党支部, 形式: 协商, 派单以前: 是}], 逢节假日: 顺延}}\n",
            "groupings.yaml": "归并: {并哨: {对象: 哨, 相同: [义务人, 紧急程度], 限期: 2小时, 效果: 一次到场}}\n",
        }
    )
    assert built.said() == []
    policy = built.county.policy
    assert policy.parameters["吹哨主体"].value == ("township", "village_committee")
    assert str(policy.parameters["办结"].value) == "2 workdays"
    assert policy.calendars["workday_ends"] == "18:00"
    assert (built.county.bodies.by_id["990101-zjj"].kind, built.county.bodies.by_id["990101-zjj"].level) == (
        "gov_dept",
        "county",
    )
    assert policy.vocabulary.roles["三所"].members == ("派出所", "司法所")
    assert policy.vocabulary.roles["镇办"].key == "township_enforcement_office"
    assert policy.periods["早高峰"].first_time is not None
    assert [step.id for step in policy.orders["lead"].steps if step.mandate][-1] == "upper"
    assert policy.successions["party_lead"].warn == "无"
    assert policy.ladders["property"].rungs[0].before_dispatch
    assert policy.groupings["并哨"].same == ("obligor", "urgency")


def test_rows_of_a_table_are_one_rule_in_both_languages(tmp_path_factory: pytest.TempPathFactory) -> None:
    chinese = "编号,来件性质,困难群众,紧急程度,→主办,→依据类型,→时限.办理,依据,约束\nt,!举报|投诉,是,≥民生急需,供热主管部门,行业主管,3个工作日,assumed,上下限\n"
    english = "id,nature_given,vulnerable,urgency,→lead,→lead_basis,→due.handle,source,binding\nt,!report|complaint,true,≥utility,供热主管部门,sector_regulator,3 workdays,assumed,bound\n"
    made = []
    for text in (chinese, english):
        built = build_county(tmp_path_factory.mktemp("table"), {"reporting.试.table.csv": text})
        assert built.said() == []
        made.append((built.county.policy.hash, *(twin(r) for r in built.county.policy.rules if r.id == "t")))
    assert made[0] == made[1]
    assert made[0][1][1] == "!举报|投诉 是 ≥民生急需"


# ---- what is never touched --------------------------------------------------------------------------------


def test_names_that_look_like_words_are_left_alone(tmp_path: Path, grammar: Grammar) -> None:
    rule = "rules: [{id: stage, stage: reporting, title: when, source: rule, when: {tags: {contains_any: [property]}, category: when, similar_issues_month: {param: lead}}, then: {required: [lead, {group: rules}], notify: support, duties: [{who: id, act: handle, within: 1 workdays, evidence: [title]}]}}]\n"
    made = turned(tmp_path, "a.rules.yaml", rule, grammar, "zh").decode()
    assert made == (
        "规则: [{编号: stage, 阶段: 报到, 标题: when, 依据: rule, 当: {标签: {含任一: [物业]}, 类别: when, 当月同类件数: {参数: lead}}, 则: {必到: [lead, {成员组: rules}], 通知: support, 义务: [{谁: id, 行为: 办理, 限期: 1个工作日, 凭证: [title]}]}}]\n"
    )
    bodies = "organizations:\n  - {id: name, name: kind, aliases: [level], kind: other, level: county, functions: [source], parent: id}\n"
    assert turned(tmp_path, "organizations.yaml", bodies, grammar, "zh").decode() == (
        "单位:\n  - {编号: name, 名称: kind, 别称: [level], 单位类型: 其他, 层级: 县, 职能: [source], 上级: id}\n"
    )
    county = "name: level\nparameters: {name: {value: true, label: level}, level: 3}\n"
    assert turned(tmp_path, "county.yaml", county, grammar, "zh").decode() == (
        "名称: level\n参数: {name: {值: true, 叫法: level}, level: 3}\n"
    )


LAYOUT = """\
# 头  head

规则:   # 都在这里

  -   编号:  "x"      # 引号
      '阶段':  '报到'
      标题: |
        当 when
          then
      依据: >-
        折
        行
      当: {  全部: [ {困难群众:   是 } , ] }
      "则":
          时限:
              办理: "3个工作日"   # 三天
              到场: 2小时
# 尾
"""


def test_comments_quotes_and_layout_are_the_files_own(tmp_path: Path, grammar: Grammar) -> None:
    english = turned(tmp_path, "a.rules.yaml", LAYOUT, grammar, "en").decode()
    assert english == (
        LAYOUT.replace("规则:", "rules:")
        .replace("编号", "id")
        .replace("'阶段':  '报到'", "'stage':  'reporting'")
        .replace("标题", "title")
        .replace("依据", "source")
        .replace("当: {  全部: [ {困难群众:   是 }", "when: {  all: [ {vulnerable:   true }")
        .replace('"则"', '"then"')
        .replace("时限", "due")
        .replace('办理: "3个工作日"', 'handle: "3 workdays"')
        .replace("到场: 2小时", "arrive: 2 clock_hours")
    )
    assert turned(tmp_path, "a.rules.yaml", english, grammar, "zh").decode() == LAYOUT


def test_the_one_form(tmp_path: Path, grammar: Grammar) -> None:
    messy = "\ufeff规则:  \r\n- 编号: x \r\n  标题: 'a  \r\n    b'\r\n  依据: |\r\n    甲  \r\n    乙\r\n  则: {时限: {办理: 3 工作日}}\r\n\r\n  \r\n"
    neat = "规则:\n- 编号: x\n  标题: 'a  \n    b'\n  依据: |\n    甲  \n    乙\n  则: {时限: {办理: 3个工作日}}\n"
    assert turned(tmp_path, "a.rules.yaml", messy, grammar, "").decode() == neat
    assert turned(tmp_path, "a.rules.yaml", neat, grammar, "").decode() == neat
    assert turned(tmp_path, "a.rules.yaml", "", grammar, "zh") == b""
    assert turned(tmp_path, "a.rules.yaml", "\n \n", grammar, "zh") == b""
    assert turned(tmp_path, "a.rules.yaml", "# 注", grammar, "zh").decode() == "# 注\n"


def test_the_other_name_of_a_level_is_known(tmp_path: Path, grammar: Grammar) -> None:
    ladder = "ladders: {property: {rungs: [{level: village_community, convener: 社区党委}], on_holiday: shift}}\n"
    chinese = turned(tmp_path, "ladders.yaml", ladder, grammar, "zh").decode()
    assert "层级: 村社" in chinese
    assert turned(tmp_path, "ladders.yaml", ladder, grammar, "").decode() == ladder
    english = turned(tmp_path, "ladders.yaml", chinese, grammar, "en").decode()
    assert english == ladder.replace("village_community", "community")


def test_a_blank_cell_is_no_unknown_word(tmp_path: Path, grammar: Grammar) -> None:
    table = "id,rank,binding,urgency,→lead_basis,→due.handle,source\nx,,,,,,assumed\n"
    chinese = turned(tmp_path, "reporting.a.table.csv", table, grammar, "zh").decode()
    assert chinese == "编号,位阶,约束,紧急程度,→依据类型,→时限.办理,依据\nx,,,,,,assumed\n"
    assert turned(tmp_path, "reporting.a.table.csv", chinese, grammar, "en").decode() == table


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_keeps_its_encoding_and_its_quotes(encoding: str, tmp_path: Path, grammar: Grammar) -> None:
    english = '"id",source,urgency,vulnerable,→due.handle\n"x","某条例,3条",!utility | emergency,true,3 workdays\n\ny,"a ""b""\nc",,,\n'
    chinese = '"编号",依据,紧急程度,困难群众,→时限.办理\n"x","某条例,3条",!民生急需 | 特急,是,3个工作日\n\ny,"a ""b""\nc",,,\n'
    name = "reporting.试.table.csv"
    windows = english.replace("\n", "\r\n").encode(encoding)
    made = turned(tmp_path, name, windows, grammar, "zh")
    assert made == chinese.encode(encoding)
    assert turned(tmp_path, name, made, grammar, "en") == english.encode(encoding)


def test_two_columns_of_one_field_keep_their_heads(tmp_path: Path, grammar: Grammar) -> None:
    text = "编号,影响户数,affected_households,→已下沉\nx,≥1,<9,是\n"
    assert turned(tmp_path, "lists.试.table.csv", text, grammar, "en").decode() == (
        "id,影响户数,affected_households,→sunk\nx,≥1,<9,true\n"
    )


WORDS_OF_RULES = st.sampled_from(["vulnerable", "urgency", "tags", "category", "affected_households", "channel"])


@given(
    st.recursive(
        st.dictionaries(
            WORDS_OF_RULES,
            st.sampled_from(["true", "'a b'", "emergency", "[utility, normal]", "{exists: false}", "3", '"12345"', "visit"]),
            max_size=3,
        ).map(lambda made: ", ".join(f"{key}: {value}" for key, value in made.items())),
        lambda inner: st.builds(
            lambda word, parts: f"{word}: {{{parts[0]}}}" if word == "not" else f"{word}: [{', '.join(f'{{{p}}}' for p in parts)}]",
            st.sampled_from(["all", "any", "not"]),
            st.lists(inner, min_size=1, max_size=3),
        ),
        max_leaves=6,
    )
)  # fmt: skip
def test_property_any_condition_comes_back(
    tmp_path_factory: pytest.TempPathFactory, grammar: Grammar, when: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    text = f"rules:\n- {{id: x, when: {{{when}}}}}  # {when}.\n"
    path = folder / "p.rules.yaml"
    path.write_text(text, encoding="utf-8")
    chinese = rewrite(path, "p", grammar, "zh")
    if chinese.faults:
        assert chinese.after == chinese.before
        return
    path.write_bytes(chinese.after)
    assert rewrite(path, "p", grammar, "en").after.decode() == text


# ---- what is said of mistakes --------------------------------------------------------------------------------

HEAD = "规则:\n  - "
MISTAKES = [
    pytest.param(
        {"a.rules.yaml": HEAD + RULE.replace("依据", "衣据")},
        [
            ("a.rules.yaml:2: x: 规则没有“衣据”这一项: 是不是“依据”?", "a.rules.yaml:2: x: a rule has no “衣据”: did you mean “依据”?"),
            ("a.rules.yaml:2: x: 规则没有依据: 没有出处的写 source: assumed", "a.rules.yaml:2: x: a rule without source: write source: assumed where there is none"),
        ],
        id="key of a rule",
    ),
    pytest.param(
        {"a.rules.yaml": HEAD + RULE.replace("当: {}", "当: {影响户树: 3}")},
        [("a.rules.yaml:2: x: 没有“影响户树”这个字段: 是不是“影响户数”?", "a.rules.yaml:2: x: no field “影响户树”: did you mean “影响户数”?")],
        id="field",
    ),
    pytest.param(
        {"a.rules.yaml": HEAD + RULE.replace("当: {}", "当: {影响户数: {至小: 3}}")},
        [("a.rules.yaml:2: x: 没有“至小”这种检验: 是不是“至少”?", "a.rules.yaml:2: x: no test “至小”: did you mean “至少”?")],
        id="test",
    ),
    pytest.param(
        {"a.rules.yaml": HEAD + RULE.replace("办理:", "办里:")},
        [("a.rules.yaml:2: x: 没有行为“办里”: 是不是“办理”?", "a.rules.yaml:2: x: no act “办里”: did you mean “办理”?")],
        id="act",
    ),
    pytest.param(
        {"a.rules.yaml": HEAD + RULE.replace("时限", "时现")},
        [("a.rules.yaml:2: x: 阶段 reporting 不能得出“时现”: 是不是“时限”?", "a.rules.yaml:2: x: stage reporting has no outcome “时现”: did you mean “时限”?")],
        id="outcome",
    ),
    pytest.param(
        {"a.rules.yaml": HEAD + RULE.replace("报到", "报道")},
        [("a.rules.yaml:2: x: 没有“报道”这个阶段: 是不是“报到”?", "a.rules.yaml:2: x: no stage “报道”: did you mean “报到”?")],
        id="stage",
    ),
    pytest.param(
        {"a.rules.yaml": HEAD + RULE.replace("依据", "约束: 强治, 依据")},
        [("a.rules.yaml:2: x: 没有“强治”这种约束: 是不是“强制”?", "a.rules.yaml:2: x: no binding “强治”: did you mean “强制”?")],
        id="binding",
    ),
    pytest.param(
        {"county.yaml": COUNTY_FILES["county.yaml"] + "领县: [青山市]\n"},
        [("county.yaml:8: 没有“领县”这一项: 是不是“邻县”?", "county.yaml:8: there is no “领县”: did you mean “邻县”?")],
        id="key of a manifest",
    ),
    pytest.param(
        {"county.yaml": COUNTY_FILES["county.yaml"] + "名称: 云河县\n"},
        [("county.yaml:8: name 和 名称 只能写一个", "county.yaml:8: write either name or 名称")],
        id="two names of one key",
    ),
    pytest.param(
        {"a.rules.yaml": HEAD + RULE.replace("当: {}", "当: {困难群众: 是, vulnerable: true}")},
        [("a.rules.yaml:2: x: “vulnerable”与“困难群众”写了两遍", "a.rules.yaml:2: x: “vulnerable” and “困难群众” are the same, given twice")],
        id="two names of one field",
    ),
    pytest.param(
        {"a.rules.yaml": HEAD + RULE.replace("当: {}", "当: {主办有争议: {至少: 3}}").replace("报到", "归属")},
        [("a.rules.yaml:2: x: 阶段 ownership 读不到字段“主办有争议”: 换成该阶段以前已定的字段,或把规则移到后面的阶段", "a.rules.yaml:2: x: stage ownership cannot read the field “主办有争议”: move the rule to a later stage")],
        id="quotes the file",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("files", "words"), MISTAKES)
def test_mistakes_are_told_in_the_words_of_the_file(
    files: dict[str, str], words: list[tuple[str, str]], yunhe: Build
) -> None:
    built = yunhe(files)
    assert list(zip(built.said("zh"), built.said("en"), strict=True)) == [
        (f"yunhe/{zh}", f"yunhe/{en}") for zh, en in words
    ]


def test_manifests_are_known_by_both_names(tmp_path: Path) -> None:
    assert MANIFESTS == ("county.yaml", "layer.yaml")
    faults: list[Fault] = []
    text = '层级: 市\n区划代码: "990100"\n名称: 青山市\n上层: ["990000"]\n'
    layer = read_layer(write_files(tmp_path / "x", {"layer.yaml": text}), faults)
    assert faults == []
    assert layer is not None
    assert (layer.level, layer.adcode, layer.name, layer.parents) == ("city", "990100", "青山市", ("990000",))
