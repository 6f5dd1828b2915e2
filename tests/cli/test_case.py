"""One real issue goes the whole way by command line, in both languages; what is wrong is said."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gridroute import County
from gridroute.cli.main import build, main

ISSUE = {
    "id": "S1",
    "received_at": "2026-03-02T09:00:00+08:00",
    "channel": "12345",
    "external_id": "77",
    "text": "村口路面破损",
    "category": "城乡建设/道路/路面破损",
    "address": "泗河街道仲子社区",
}
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sishui: County) -> Run:
    """Runs a command in a folder of its own, in which lies ``issues.jsonl``; the county is loaded already."""
    monkeypatch.chdir(tmp_path)
    for place in ("gridroute.dispatch", "gridroute.cli.desk"):
        monkeypatch.setattr(f"{place}.load_county", lambda name, manager=None: sishui)
    write(ISSUE)

    def _run(*words: str, lang: str = "en", code: int = 0) -> Result:
        result = CliRunner().invoke(build(lang), [*words, "--lang", lang], catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return _run


def write(*issues: dict[str, str], name: str = "issues.jsonl") -> None:
    Path(name).write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in issues), encoding="utf-8")


def event(run: Run, kind: str, by: str, when: str, *said: str, code: int = 0, lang: str = "en") -> Result:
    words = [word for one in said for word in ("--said", one)]
    return run("case", "event", "S1", kind, "--by", by, "--at", f"{when}:00+08:00", *words, code=code, lang=lang)


def test_an_issue_goes_the_whole_way(run: Run) -> None:
    assert "opened" in run("case", "open", "issues.jsonl").stdout
    refused = event(run, "回访满意", "住建局", "2026-03-02T10:00", code=1, lang="zh")
    assert refused.stderr.startswith("没有办成: ")
    assert "accept" in event(run, "accept", "泗水县住房和城乡建设局", "2026-03-02T15:00").stdout
    event(run, "反馈", "住建局", "2026-03-04T10:00", "evidence=照片")
    event(run, "start_callback", "民意受理中心", "2026-03-04T11:00")
    said = ("reached=是", "resolved=否", "satisfied=false", "reasonable=true")
    event(run, "unsatisfied", "民意受理中心", "2026-03-05T10:00", *said)
    assert "supervis" in run("case", "advance", "--to", "2026-03-11T08:00:00+08:00").stdout
    event(run, "reply", "住建局", "2026-03-11T09:00", "evidence=[照片, 验收单]", code=1)
    shown = run("case", "show", "S1", lang="zh").stdout
    for word in ("村口路面破损", "回访不满意", "泗水县住房和城乡建设局", "✗ 回访满意", "已逾期", "ss-SS12"):
        assert word in shown
    english = run("case", "show", "S1").stdout
    for word in ("not satisfied", "✗ satisfied", "overdue", "Next by itself"):
        assert word in english
    assert run("case", "verify").stdout == "1 cases verified, 0 differ\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_secret_matter_is_shown_without_its_text(run: Run, lang: str) -> None:
    write({**ISSUE, "text": "举报住建局科长吃拿卡要,请保密", "category": ""})
    run("case", "open", "issues.jsonl")
    shown = run("case", "show", "S1", lang=lang).stdout
    assert "吃拿卡要" not in shown
    assert {"zh": "原文不在这里显示", "en": "the text is not shown here"}[lang] in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("secrecy", "shown"),
    [("", "又塌了一块,我是张建国,住3号楼2单元501"), ("遮蔽", "又塌了一块,我是〔姓名〕,住〔门牌〕")],
    ids=["open", "masked"],
)
def test_what_was_added_is_shown_and_in_a_secret_case_not_who_added_it(
    run: Run, lang: str, secrecy: str, shown: str
) -> None:
    write({**ISSUE, "confidential": secrecy} if secrecy else ISSUE)
    run("case", "open", "issues.jsonl")
    event(run, "supplement", "reporter", "2026-03-02T10:00", "text=又塌了一块,我是张建国,住3号楼2单元501")
    word = {"zh": "补充", "en": "Supplement"}[lang]
    assert f"{word} 2026-03-02 10:00: {shown}" in run("case", "show", "S1", lang=lang).stdout.splitlines()


def test_a_case_is_listed_exported_and_shown_as_json(run: Run) -> None:
    opened = json.loads(run("case", "open", "issues.jsonl", "--format", "jsonl").stdout)
    assert (opened["issue"], opened["outcome"], opened["state"]) == ("S1", "opened", "dispatched")
    done = run(
        "case", "event", "S1", "accept", "--by", "住建局", "--at", "2026-03-02T15:00:00+08:00", "--format", "jsonl"
    )
    said = json.loads(done.stdout)
    assert (said["state"], said["refusal"], said["events"][-1]["type"]) == ("in_progress", None, "accept")
    listed = json.loads(run("case", "list", "--format", "jsonl").stdout)
    assert (listed["id"], listed["state"], listed["opened_at"]) == ("S1", "in_progress", "2026-03-02T09:00:00+08:00")
    shown = run("case", "show", "S1", "--format", "jsonl").stdout
    assert shown == run("case", "export").stdout == run("case", "export", "S1").stdout
    run("case", "export", "-o", "all.jsonl")
    assert Path("all.jsonl").read_text(encoding="utf-8") == shown
    assert [json.loads(line)["seq"] for line in shown.splitlines()] == list(range(1, said["seq"] + 1))
    assert "S1" in run("case", "list", "--state", "办理中", "--responsible", "住建局").stdout
    assert "S1" not in run("case", "list", "--state", "replied").stdout
    assert "S1" in run("case", "list", "--late", "--at", "2026-04-01T00:00:00+08:00").stdout
    assert "S1" not in run("case", "list", "--late", "--at", "2026-03-02T00:00:00+08:00").stdout


def test_a_second_delivery_is_known_or_kept_aside(run: Run) -> None:
    run("case", "open", "issues.jsonl")
    assert "known" in run("case", "open", "issues.jsonl").stdout
    write(ISSUE | {"text": "路灯不亮"})
    clash = run("case", "open", "issues.jsonl", code=1)
    assert "kept aside" in clash.stderr
    assert "12345" in run("case", "list", "--strays").stdout
    assert json.loads(run("case", "list", "--strays", "--format", "jsonl").stdout)["issue"]["text"] == "路灯不亮"


def test_bad_lines_are_told_and_the_rest_is_opened(run: Run) -> None:
    write({"id": "S0"}, ISSUE)
    result = run("case", "open", "issues.jsonl", code=1)
    assert "issues.jsonl:1: " in result.stderr
    assert "S1" in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "S9"), "没有办件“S9”"),
        (("event", "S1", "接单", "--by", "住建"), "没有单位“住建”"),
        (("event", "S1", "接单了", "--by", "住建局"), "没有事件“接单了”: 是不是“接单”?"),
        (("event", "S1", "接单", "--by", "system"), "系统的事只由时间引起"),
        (("event", "S1", "接单", "--by", "住建局", "--said", "x"), "写成 名称=值"),
        (("event", "S1", "接单", "--by", "住建局", "--said", "x=[a"), "值看不懂"),
        (("event", "S1", "改派", "--by", "民意受理中心", "--said", "to=天宫"), "没有单位“天宫”"),
        (("list", "--state", "没有的"), "没有状态“没有的”"),
        (("show", "S1", "--db", "none.sqlite"), "none.sqlite: 没有这个办件库"),
        (("show", "S1", "--db", "mysql://x/y"), "不是可用的数据库"),
    ],
)
def test_wrong_use_is_said(run: Run, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str) -> None:
    run("case", "open", "issues.jsonl")
    with pytest.raises(SystemExit) as left:
        main(["case", *words, "--lang", "zh"])
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_a_worker_fires_what_is_due_and_stops(run: Run) -> None:
    run("case", "open", "issues.jsonl")
    made = run("worker", "--once", "--at", "2026-03-20T09:00:00+08:00")
    assert "1 cases seen" in made.stderr
    assert "waiting for a meeting" in run("case", "list").stdout
    run("worker", "--until", "2026-03-20T09:00:00+08:00")
    run("worker", "--at", "2026-03-20T09:00:00+08:00", code=2)


def test_a_worker_stops_when_it_is_told(run: Run) -> None:
    run("case", "open", "issues.jsonl")
    words = ["worker", "--poll", "60", "--lang", "en"]
    process = subprocess.Popen(
        [sys.executable, "-c", "from gridroute.cli.main import main; main()", *words],
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("watching cases.sqlite")
    process.send_signal(signal.SIGTERM)
    _, rest = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "stopped: " in rest
