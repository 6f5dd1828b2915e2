"""``gridroute civic record`` and ``count``: a project of 泗水县 from its beginning to its end, in a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gridroute.cli.main import build
from gridroute.errors import SpokenError

AT = "2026-03-02T09:00:00+08:00"
BY = ("--by", "泗水县民政局")
PARTIES = [word for part in ("第一责任人", "职能部门") for word in ("--party", f"{part}=泗水县民政局")]
OPEN = ("open", "领办项目推进", "P1", *BY, *PARTIES, "--party", "工作专班=项目专班", "--said", "项目=社区助餐")


@pytest.fixture
def db(tmp_path: Path) -> str:
    return str(tmp_path / "cases.sqlite")


def run(db: str, *words: str, lang: str = "zh", at: str = AT, group: str = "record") -> Result:
    timed = () if words[0] in ("show", "verify", "export", "advance") else ("--at", at)
    return CliRunner().invoke(build(lang), ["civic", *([group] if group else []), *words, "--db", db, *timed])


def test_a_project_needs_a_deadline_and_its_deliverables(db: str) -> None:
    """SS46, SS47: five deliverables; nothing without a date."""
    refused = run(db, *OPEN, lang="en")
    assert (refused.exit_code, "nothing is entered without a deadline" in refused.stderr) == (1, True), refused.output
    begun = run(db, *OPEN, "--said", "deadline=2026-06-30", "--title", "社区助餐")
    assert (begun.exit_code, "下一步: 推进" in begun.stdout) == (0, True), begun.output
    assert run(db, "event", "P1", "推进", *BY, "--said", "推进清单=清单.xlsx").exit_code == 0
    early = run(db, "event", "P1", "结项", *BY)
    assert (early.exit_code, "还缺交付物: 实施方案、推进制度、专题调研、现场办公、制度成果" in early.stderr) == (
        1,
        True,
    )
    for name in ("实施方案", "推进制度", "专题调研", "现场办公", "制度成果"):
        made = run(db, "event", "P1", "交付", *BY, "--said", f"deliverable={name}", "--said", "evidence=[附件]")
        assert made.exit_code == 0, made.output
    ended = run(db, "event", "P1", "结项", *BY, "--format", "jsonl")
    assert json.loads(ended.stdout)["state"] == "done"
    shown = run(db, "show", "P1", lang="en").stdout
    assert "P1 [procedure 领办项目推进] 社区助餐: done" in shown
    assert "✗ 结项: deliverables are missing" in shown
    assert run(db, "verify").exit_code == 0
    assert len(run(db, "export", "P1").stdout.splitlines()) == 8


def test_time_fires_what_is_due(db: str) -> None:
    run(db, *OPEN, "--said", "deadline=2026-06-30")
    made = run(db, "advance", "P1", "--to", "2026-07-02T00:00:00+08:00")
    assert "逾期  系统  reminder=问题反馈会" in made.stdout
    listed = run(db, "list", "--late", "--format", "jsonl", at="2026-07-02T00:00:00+08:00")
    assert [json.loads(line)["id"] for line in listed.stdout.splitlines()] == ["P1"]


def test_a_check_in_is_counted_and_a_member_has_no_name(db: str) -> None:
    words = ("count", "党员报到", "M-001", "参加活动", "--by", "仲子社区")
    assert run(db, *words, group="").exit_code == 1
    made = run(db, *words, "--said", "evidence=[签到表]", group="")
    assert (made.exit_code, made.stdout.strip()) == (0, "M-001 参加活动: 今年第 1 次"), made.output
    again = run(db, *words, "--said", "evidence=[签到表]", "--format", "jsonl", group="", lang="en")
    assert json.loads(again.stdout)["counts"] == {"参加活动": 2}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("open", "领办项木", "P2", *BY), "没有程序“领办项木”: 是不是“领办项目”?"),
        (("event", "P9", "推进", *BY), "没有档案“P9”: 核对编号"),
        (("open", "点单服务", "P3", "--by", "不存在的局"), "没有单位“不存在的局”"),
        (("open", "点单服务", "P3", *BY, "--said", "点单内容"), "--said 点单内容: 写成 名称=值"),
    ],
)
def test_wrong_words_are_answered_with_a_remedy(db: str, words: tuple[str, ...], said: str) -> None:
    run(db, *OPEN, "--said", "deadline=2026-06-30")
    made = run(db, *words)
    assert made.exit_code != 0
    assert said in made.stderr + str(getattr(made.exception, "words", ""))


def test_an_order_that_is_a_complaint_becomes_a_case(db: str) -> None:
    """SS34: what is no wish but a complaint goes the way of issues, and the record is linked to it."""
    order = ("open", "点单服务", "D1", "--by", "泗河街道", "--party", "组织=泗河街道", "--said", "点单内容=代买药品")
    assert run(db, *order, "--place", "仲子社区").exit_code == 0
    made = run(db, "case", "D1", "路灯一个多月不亮了", "--by", "泗河街道", "--format", "jsonl")
    assert made.exit_code == 0, made.output
    assert json.loads(made.stdout)["case"] == "D1-1"
    assert "D1-1" in run(db, "show", "D1").stdout
    shown = CliRunner().invoke(build("zh"), ["case", "show", "D1-1", "--db", db])
    assert "路灯" in shown.stdout
    again = run(db, "case", "D1", "路灯又不亮了", "--by", "泗河街道", "--format", "jsonl", lang="en")
    assert json.loads(again.stdout)["case"] == "D1-2"


def test_a_listed_case_names_the_project_it_waits_for_and_the_project_the_case(db: str, tmp_path: Path) -> None:
    """SS46, t22: what is listed is tied to a project by reference; each names the other."""
    issue = {"id": "L1", "received_at": AT, "channel": "12345", "text": "村口路面破损", "address": "泗河街道仲子社区"}
    path = tmp_path / "one.jsonl"
    beside = issue | {"id": "L11", "text": "村东路灯不亮"}
    lines = (json.dumps(one, ensure_ascii=False) for one in (issue, beside))
    path.write_text("\n".join(lines), encoding="utf-8")

    def case(*words: str, lang: str = "zh") -> Result:
        return CliRunner().invoke(build(lang), ["case", *words, "--db", db])

    assert case("open", str(path), "--county", "sishui").exit_code == 0
    told = (
        "--said",
        "reason=需要立项",
        "--said",
        "milestones=[立项]",
        "--said",
        "next_review=2026-04-20",
        "--said",
        "told=true",
    )
    by = ("--by", "泗水县住房和城乡建设局")
    assert case("event", "L1", "accept", *by, "--at", "2026-03-02T10:00:00+08:00").exit_code == 0
    granted = ("--said", "approver=泗水县人民政府", "--at", "2026-03-02T11:00:00+08:00")
    listed = case("event", "L1", "list", *by, *told, *granted)
    assert listed.exit_code == 0, listed.output
    alone = case("show", "L1").stdout
    assert "关联档案: 无,挂账没有关联项目: civic record open 立项时写 --link L1\n" in alone
    assert "Belongs with no record: listed without a project" in case("show", "L1", lang="en").stdout
    assert "关联档案" not in case("show", "L11").stdout  # it waits for nothing
    assert run(db, *OPEN, "--said", "deadline=2026-06-30", "--title", "路面改造", "--link", "L1").exit_code == 0
    other = ("open", "领办项目推进", "P2", *BY, *PARTIES, "--party", "工作专班=项目专班", "--said", "项目=L1旁边")
    assert run(db, *other, "--said", "deadline=2026-06-30", "--link", "L11").exit_code == 0
    shown = case("show", "L1").stdout
    assert "关联档案: P1 领办项目推进 路面改造: 在办" in shown
    assert "关联档案: 无" not in shown
    assert "P2" not in shown  # it says L1 in its words, and belongs with another
    assert "Belongs with the record P1 领办项目推进 路面改造: " in case("show", "L1", lang="en").stdout
    assert "关联: L1" in run(db, "show", "P1").stdout


def test_nothing_is_tied_to_what_is_not_there(db: str) -> None:
    """A mistyped number would leave what is listed without its project, and nobody would see it."""
    dated = (*OPEN, "--said", "deadline=2026-06-30")
    refused = run(db, *dated, "--link", "L404")
    assert (refused.exit_code, refused.stderr) == (1, "没有办成: 库里没有办件或档案“L404”,关联不上: 核对编号\n")
    assert run(db, *dated).exit_code == 0  # the number is still free
    later = run(db, "event", "P1", "关联", *BY, "--said", "link=L404", lang="en")
    said = "refused: there is no case or record “L404” to link to in this database: check its number\n"
    assert (later.exit_code, later.stderr) == (1, said)
    second = ("open", "领办项目推进", "P2", *dated[3:])
    assert run(db, *second, "--link", "P1").exit_code == 0  # records belong together, too
    assert "关联: P1" in run(db, "show", "P2").stdout
    assert run(db, "verify").exit_code == 0


def test_a_project_does_not_become_a_case(db: str) -> None:
    run(db, *OPEN, "--said", "deadline=2026-06-30")
    made = run(db, "case", "P1", "路灯不亮", *BY)
    assert made.exit_code != 0
    assert isinstance(made.exception, SpokenError)
    assert "没有写“可转诉求”" in made.exception.words.zh


def test_accounts_are_listed(db: str) -> None:
    """No rule of the county gives points yet: there is nothing to list, and nothing is invented."""
    words = ("count", "党员报到", "M-001", "参加活动", "--by", "仲子社区", "--said", "evidence=[签到表]")
    assert run(db, *words, group="").exit_code == 0
    made = run(db, "points", "--format", "jsonl", group="")
    assert (made.exit_code, made.stdout) == (0, ""), made.output
