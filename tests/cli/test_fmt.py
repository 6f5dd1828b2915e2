"""``gridroute fmt`` as a person meets it: what it writes, names, says and exits with, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.support import COUNTY_FILES, write_files

from gridroute.cli.main import main

ENGLISH = """\
# 供热 heating
stage: reporting
rules:
  # 第一条
  - id: yh-1
    title: 供热中断
    source: assumed   # 待确认
    when: {category: {under: 公用事业/供热}, 独居户: true, affected_households: {at_least: 10}}
    then: {required: [供热主管部门], due: {check_in: 1 clock_hours}}
"""
CHINESE = """\
# 供热 heating
阶段: 报到
规则:
  # 第一条
  - 编号: yh-1
    标题: 供热中断
    依据: assumed   # 待确认
    当: {类别: {属于: 公用事业/供热}, 有独居老人: 是, 影响户数: {至少: 10}}
    则: {必到: [供热主管部门], 时限: {报到: 1小时}}
"""
TABLE = "id,urgency,→lead,→lead_basis,source\nyh-2,!emergency,供热主管部门,fallback,assumed\n"
TABELLE = "编号,紧急程度,→主办,→依据类型,依据\nyh-2,!特急,供热主管部门,兜底,assumed\n"
FILES = {
    **{name: text for name, text in COUNTY_FILES.items() if name != "county.yaml"},
    "county.yaml": 'level: county\nadcode: "990101"\nname: 云河县\n',
    "vocabulary.yaml": "fields: {独居户: {type: boolean, label: 有独居老人}}\n",
    "policy/a.rules.yaml": ENGLISH,
    "policy/catalogue.试.table.csv": TABLE,
    "policy/.draft/b.rules.yaml": "rules: [\n",
    "examples/c.rules.yaml": "rules: [\n",
    "README.md": "rules:   \n",
}
CHANGED = [
    "yunhe/county.yaml",
    "yunhe/organizations.yaml",
    "yunhe/policy/a.rules.yaml",
    "yunhe/policy/catalogue.试.table.csv",
    "yunhe/vocabulary.yaml",
]


class Ran(NamedTuple):
    code: object
    out: list[str]
    err: list[str]


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs ``gridroute fmt`` in a folder that holds the county ``yunhe``, on a Chinese machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRIDROUTE_LANG", "zh")
    write_files(tmp_path / "yunhe", FILES)

    def _run(*words: str) -> Ran:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["fmt", *words])
        said = capsys.readouterr()
        return Ran(ended.value.code, said.out.splitlines(), said.err.splitlines())

    return _run


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def text(folder: Path, name: str) -> str:
    return (folder / "yunhe" / name).read_bytes().decode()


def test_a_county_into_chinese_and_back(run: Run, tmp_path: Path) -> None:
    before = files(tmp_path)
    assert run("--lang", "zh", "yunhe") == Ran(0, CHANGED, ["5 个文件中改写了 5 个"])
    assert text(tmp_path, "policy/a.rules.yaml") == CHINESE
    assert text(tmp_path, "policy/catalogue.试.table.csv") == TABELLE
    assert text(tmp_path, "vocabulary.yaml") == "字段: {独居户: {类型: 是否, 叫法: 有独居老人}}\n"
    assert text(tmp_path, "county.yaml") == '层级: 县\n区划代码: "990101"\n名称: 云河县\n'
    assert run("--lang", "zh", "yunhe") == Ran(0, [], ["5 个文件中改写了 0 个"])
    assert run("--lang", "en", "yunhe") == Ran(0, CHANGED, ["5 of 5 files rewritten"])
    assert files(tmp_path) == before


def test_names_of_bodies_stay(run: Run, tmp_path: Path) -> None:
    run("--lang", "zh", "yunhe/organizations.yaml")
    assert text(tmp_path, "organizations.yaml").splitlines()[1] == (
        "  - {编号: gov, 名称: 云河县人民政府, 单位类型: 政府, 层级: 县, 职能: [本级政府]}"
    )


def test_without_a_language_the_words_stay(run: Run, tmp_path: Path) -> None:
    assert run("yunhe") == Ran(0, [], ["5 个文件中改写了 0 个"])
    (tmp_path / "yunhe/policy/a.rules.yaml").write_bytes(
        CHINESE.replace("\n", " \r\n").replace("1小时", "1 小时").encode("utf-8-sig") + b"\r\n"
    )
    assert run("yunhe").out == ["yunhe/policy/a.rules.yaml"]
    assert text(tmp_path, "policy/a.rules.yaml") == CHINESE


def test_check_writes_nothing(run: Run, tmp_path: Path) -> None:
    before = files(tmp_path)
    assert run("--check", "--lang", "zh", "yunhe") == Ran(1, CHANGED, ["5 个文件中有 5 个要改"])
    assert run("--check", "--lang=en", "yunhe") == Ran(0, [], ["0 of 5 files would change"])
    assert run("--check", "yunhe/policy", "yunhe/policy/a.rules.yaml") == Ran(0, [], ["2 个文件中有 0 个要改"])
    assert files(tmp_path) == before


FAULTY = {
    "field": (
        ENGLISH.replace("affected_households", "affected_housholds"),
        "8: yh-1: 不认识的词“affected_housholds”: 是不是“affected_households”?",
        "8: yh-1: unknown word “affected_housholds”: did you mean “affected_households”?",
    ),
    "Chinese field": (
        CHINESE.replace("影响户数", "影响户树"),
        "8: yh-1: 不认识的词“影响户树”: 是不是“影响户数”?",
        "8: yh-1: unknown word “影响户树”: did you mean “影响户数”?",
    ),
    "enumerated word": (
        "阶段: 报道\n",
        "1: 不认识的词“报道”: 是不是“报到”?",
        "1: unknown word “报道”: did you mean “报到”?",
    ),
    "two names of one key": (
        ENGLISH + "    当: {}\n",
        "10: yh-1: “当”与“when”写了两遍",
        "10: yh-1: “当” and “when” are the same, given twice",
    ),
    "the same key": (
        ENGLISH + "    when: {}\n",
        "10: “when”写了两遍 (第8行已有): 留一个,或合成一条",
        "10: “when” is written twice (first on line 8): keep one of them",
    ),
    "no YAML": (
        "rules: [1, 2\n",
        "2: 不是合法的 YAML (expected ',' or ']', but got '<stream end>'): 检查缩进、冒号和引号",
        "2: not valid YAML (expected ',' or ']', but got '<stream end>'): check indentation, colons and quotes",
    ),
}


@pytest.mark.parametrize(("broken", "zh", "en"), FAULTY.values(), ids=FAULTY.keys())
def test_a_file_with_faults_is_left_and_the_others_are_written(
    run: Run, tmp_path: Path, broken: str, zh: str, en: str
) -> None:
    name = "yunhe/policy/a.rules.yaml"
    write_files(tmp_path, {name: broken})
    rest = [one for one in CHANGED if one != name]
    chinese = run("--lang", "zh", "yunhe")
    assert (chinese.code, chinese.out) == (2, rest)
    assert chinese.err == [f"{name}:{zh}", "5 个文件中改写了 4 个", "1 个文件有错,没有动"]
    english = run("--lang", "en", "--check", name)
    assert english == Ran(2, [], [f"{name}:{en}", "0 of 1 files would change", "1 with faults left untouched"])
    assert (tmp_path / name).read_text(encoding="utf-8") == broken


def test_faults_of_a_table(run: Run, tmp_path: Path) -> None:
    name = "yunhe/policy/catalogue.试.table.csv"
    write_files(tmp_path, {name: "编号,紧极程度,→主办,→lead,→依据类型,依据\nx,,供热主管部门,,兜地,assumed\n"})
    assert run("--lang", "zh", name).err[:3] == [
        f"{name}:1: 不认识的表头“紧极程度”: 是不是“紧急程度”?",
        f"{name}:1: 表头“→主办”和“→lead”是同一列",
        "1 个文件中改写了 0 个",
    ]
    write_files(tmp_path, {name: "编号,紧急程度,→主办,→依据类型,依据\nx,,供热主管部门,行业主关,assumed\n"})
    assert run("--lang", "en", name).err[:1] == [f"{name}:2: unknown word “行业主关”: did you mean “行业主管”?"]
    write_files(tmp_path, {name: '编号,依据,→已下沉\nx,"a,是\n'})
    assert run("--lang", "zh", name).code == 2


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("none",), "none: 没有这个文件", "none: there is no such file"),
        (("yunhe/README.md",), "yunhe/README.md: 不是能改写的政策文件", "yunhe/README.md: no policy file that can be rewritten"),
        (("yunhe/examples",), "yunhe/examples: 里面没有政策文件", "yunhe/examples: no policy files inside"),
    ],
)  # fmt: skip
def test_wrong_use_writes_nothing(run: Run, tmp_path: Path, words: tuple[str, ...], zh: str, en: str) -> None:
    (tmp_path / "yunhe/examples/c.rules.yaml").rename(tmp_path / "yunhe/examples/c.txt")
    before = files(tmp_path)
    assert run("--lang", "zh", "yunhe", *words) == Ran(2, [], [zh])
    assert run("--lang", "en", "yunhe", *words) == Ran(2, [], [en])
    assert files(tmp_path) == before


def test_a_path_is_needed(run: Run) -> None:
    assert run().code == 2


def test_help_speaks_both_languages(run: Run) -> None:
    chinese, english = "".join(run("--help").out), "".join(run("--lang", "en", "--help").out)
    assert "改写" in chinese
    assert "left untouched" in " ".join(english.split())
    assert not any("\u4e00" <= char <= "\u9fff" for char in english)


def test_a_file_outside_any_layer_has_the_words_of_the_nation(run: Run, tmp_path: Path) -> None:
    write_files(tmp_path, {"alone.rules.yaml": ENGLISH.replace("独居户", "vulnerable")})
    assert run("--lang", "zh", "alone.rules.yaml").code == 0
    assert (tmp_path / "alone.rules.yaml").read_text(encoding="utf-8") == CHINESE.replace("有独居老人", "困难群众")
