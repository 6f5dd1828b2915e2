"""``gridroute meeting``: agendas and minutes as Markdown and as a workbook, in both languages, nobody betrayed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from tests.casework.story import Story

from gridroute import County, Dispatcher
from gridroute.casework import CaseDesk
from gridroute.cli.main import build
from gridroute.cli.main import main as run_main

ROAD = {"category": "城乡建设/道路/路面破损", "address": "泗河街道仲子社区"}
PAPERS = ["事实", "已做措施", "争点", "建议主办"]


def run(*words: str, lang: str = "zh") -> Result:
    return CliRunner().invoke(build(lang), ["meeting", *words])


def logged(desk: CaseDesk, name: str, **fields: Any) -> Story:
    story = Story(desk, name=name, **(ROAD | fields))
    story.do("accept", "lead", "2026-03-02T10:00")
    story.do("escalate", "lead", "2026-03-02T10:30", trigger="C2.5", basis="权责清单", papers=PAPERS)
    return story


@pytest.fixture(scope="module")
def file(sishui: County, tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = CaseDesk(Dispatcher(sishui, "index"))
    one = logged(desk, "R-1", text="=村口路面|破损")
    two = logged(desk, "R-2", text="有人占道", category="市容环卫/市容秩序/占道经营", nature="report")
    three = logged(desk, "R-3", text="路面破损")
    three.do("raise_level", "convener", "2026-03-03T10:00", reason="权限不够")
    path = tmp_path_factory.mktemp("log") / "cases.jsonl"
    path.write_text("\n".join(event.as_json() for story in (one, two, three) for event in story.log), encoding="utf-8")
    return path


def test_an_agenda_says_what_why_since_when_and_what_is_missing(file: Path) -> None:
    made = run("agenda", str(file))
    assert made.exit_code == 0, made.output
    lines = made.output.splitlines()
    assert lines[0] == "# 三级基层党建联席会议(村社)议程"
    assert (
        "| 1 | R-1 | 路面破损: =村口路面\\|破损 | 资金或权限超本级 (C2.5) | 2026-03-02 | 2026-03-09 | 泗水县住房和城乡建设局 | 无 |"
        in lines
    )
    assert "- 决议须写明: 主办、协办、时限、节点、验收标准" in lines
    assert "# 三级基层党建联席会议(镇街)议程" in lines


def test_a_report_keeps_its_words_to_itself(file: Path) -> None:
    """I28: members hear what it is about, not what was said and where."""
    text = run("agenda", str(file)).output
    assert "占道经营 (内容保密)" in text
    assert "有人占道" not in text


def test_in_english_all_words_of_the_paper_are_english(file: Path) -> None:
    made = run("agenda", str(file), "--level", "township", lang="en")
    assert made.exit_code == 0, made.output
    assert made.output.startswith("# party building meeting (township): agenda\n")
    assert "- a resolution must say: lead, supports, deadline, milestones, acceptance" in made.output
    assert "beyond the funds or powers of this level (C2.5)" in made.output


def test_what_fell_due_until_then_has_come(file: Path) -> None:
    later = run("agenda", str(file), "--at", "2026-03-12T09:00+08:00", "--level", "镇街")
    assert "R-1" in later.output
    assert "本级停留到期" not in later.output or "C4" in later.output


def test_the_minutes_of_a_day(file: Path) -> None:
    made = run("minutes", str(file), "--on", "2026-03-03")
    assert made.exit_code == 0, made.output
    assert "| 1 | R-3 | 路面破损: 路面破损 | 提请上一级 | — | 无 | — | 无 | — | 权限不够 |" in made.output.splitlines()
    none = run("minutes", str(file), "--on", "2026-03-04")
    assert (none.exit_code, none.stdout) == (0, "")
    assert "没有会议议过的件" in none.output


def test_who_declared_an_interest_does_not_vote(file: Path) -> None:
    made = run("agenda", str(file), "--interest", "泗水县住房和城乡建设局")
    assert "- 列席说明、不表决: 泗水县住房和城乡建设局 (主办; 利害关系、core-C11)" in made.output.splitlines()


def test_a_workbook_holds_the_same_and_no_formula(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "议程.xlsx"
    assert run("agenda", str(file), "-o", str(target)).exit_code == 0
    book = load_workbook(target)
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    values = [cell.value for cell in cells]
    assert "R-1" in values
    assert "路面破损: =村口路面|破损" in values
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert len(book.sheetnames) == 2
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
        widths = [column.width for column in sheet.column_dimensions.values()]
        assert widths[0] < max(widths) <= 36


def test_the_cases_of_a_database_stand_on_the_same_papers(file: Path, tmp_path: Path) -> None:
    db = f"{tmp_path / 'cases.sqlite'}"
    issues = tmp_path / "issues.csv"
    issues.write_text(
        "id,received_at,channel,text,category,address\n"
        "M-1,2026-03-02T09:00:00+08:00,12345,村口路面破损,城乡建设/道路/路面破损,泗河街道仲子社区\n",
        encoding="utf-8",
    )

    def case(*words: str) -> Result:
        return CliRunner().invoke(build("zh"), ["case", *words, "--db", db])

    assert case("open", str(issues)).exit_code == 0
    for words in (["agenda"], ["minutes", "--on", "2026-03-03"]):
        none = run(*words, "--db", db)
        assert (none.exit_code, none.stdout) == (0, "")
        assert "的件" in none.stderr
    papers = f"papers=[{', '.join(PAPERS)}]"
    event = ("event", "M-1")
    assert case(*event, "accept", "--by", "住建局", "--at", "2026-03-02T10:00+08:00").exit_code == 0
    wanting = case(
        *event,
        "escalate",
        "--by",
        "住建局",
        "--said",
        "trigger=C2.5",
        "--said",
        "basis=权责清单",
        "--at",
        "2026-03-02T10:30+08:00",
    )
    assert "上会材料不齐" in wanting.output
    assert "还缺" in wanting.output
    going = ("--said", "trigger=C2.5", "--said", "basis=权责清单", "--said", papers, "--at", "2026-03-02T11:00+08:00")
    assert case(*event, "escalate", "--by", "住建局", *going).exit_code == 0
    made = run("agenda", "--db", db, "--at", "2026-03-03T09:00+08:00")
    assert "| 1 | M-1 | 路面破损: 村口路面破损 |" in made.output
    said = "resolution={lead: 住建局, supports: [], within: 3 workdays, milestones: [开工], acceptance: 平整}"
    done = case(*event, "resolve_item", "--by", "仲子社区党组织", "--said", said, "--at", "2026-03-04T10:00+08:00")
    assert done.exit_code == 0, done.output
    made = run("minutes", "--db", db, "--on", "2026-03-04")
    assert "| 已决 | 泗水县住房和城乡建设局 | 无 | 2026-03-09 | 开工 | 平整 |" in made.output


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "2: 不是办件事件"),
        (
            '{"case": "X", "seq": 2, "type": "triage", "at": "2026-03-02T09:00:00+08:00", "by": {"body": "system"}, "role": "system"}',
            "2: X: 事件不连续",
        ),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_printed(file: Path, tmp_path: Path, line: str, said: str) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "bad.jsonl"
    path.write_text("\n".join([lines[0], line, *lines[1:]]), encoding="utf-8")
    made = run("agenda", str(path))
    assert made.exit_code == 1
    assert said in made.output
    assert "R-1" in made.output


def test_an_event_that_is_there_twice_and_differs_spoils_its_case_only(file: Path, tmp_path: Path) -> None:
    text = file.read_text(encoding="utf-8")
    first = text.splitlines()[0]
    path = tmp_path / "twice.jsonl"
    path.write_text(text + "\n" + first + "\n" + first.replace("村口", "村尾"), encoding="utf-8")
    made = run("agenda", str(path))
    assert made.exit_code == 1
    assert "R-1: 第 1 个事件有两个样子" in made.output
    assert "R-3" in made.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["agenda", "missing.jsonl"], "missing.jsonl: 读不出"),
        (["minutes", "FILE", "--on", "明天"], "--on 明天: 写成 2026-03-09"),
        (["agenda", "FILE", "--interest", "没有"], "没有单位“没有”"),
        (["agenda", "EMPTY"], "一件也没有"),
        (["minutes", "EMPTY", "--on", "2026-03-04"], "一件也没有"),
        (["agenda", "BINARY"], "不是 UTF-8 文字: 用 gridroute case export 重新导出"),
        (["agenda", "FILE", "--level", "月球"], "--level 月球: 没有这一级: 可用 楼栋、网格、小区、村社、镇街"),
        (["minutes", "FILE", "--on", "2026-03-04", "--convener", "月球"], "没有单位“月球”"),
        (["agenda", "FILE", "--at", "9999-12-31T00:00+08:00"], "的年份不对: 写 1980 到 2200 年"),
    ],
)
def test_wrong_use_is_said_and_exits_2(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.write_text("", encoding="utf-8")
    binary = tmp_path / "binary.jsonl"
    binary.write_bytes(b"\xc0\xff")
    files = {"FILE": file, "EMPTY": empty, "BINARY": binary}
    named = [str(files.get(one, one)) for one in words]
    with pytest.raises(SystemExit) as left:
        run_main(["meeting", *named, "--lang", "zh"])
    assert left.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("words", [["agenda"], ["minutes", "--on", "2026-03-04"]], ids=lambda words: words[0])
def test_a_broken_file_is_told_line_by_line_and_exits_1(tmp_path: Path, words: list[str]) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('garbage\n{"a": 1}\n', encoding="utf-8")
    made = run(*words, str(broken))
    assert (made.exit_code, made.stdout) == (1, "")
    assert [line.split(": ")[0] for line in made.stderr.splitlines()[:2]] == [f"{broken}:1", f"{broken}:2"]
